namespace Platform.Timeseries.Indicators.Library.Market;

/// <summary>Who moved the market: the side of a trade's taker, or of an order.</summary>
internal enum TradeSide
{
    Unknown,
    Buy,
    Sell,
}

/// <summary>What an execution cost beside what was expected; positive is worse for the one who ordered.</summary>
/// <param name="Pips">The difference in pips.</param>
/// <param name="Percent">The difference in percent of the expected price; an expected price of 0: 0.</param>
/// <param name="Cost">The difference × size, in the quote's unit.</param>
internal readonly record struct Slippage(double Pips, double Percent, double Cost)
{
    /// <param name="pip">The price of a pip, above 0.</param>
    public static Slippage Of(
        TradeSide side,
        double expected,
        double executed,
        double size,
        double pip
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pip);
        if (side == TradeSide.Unknown)
        {
            throw new ArgumentException("slippage needs the side of the order", nameof(side));
        }
        var worse = side == TradeSide.Buy ? executed - expected : expected - executed;
        var percent = expected == 0 ? 0 : 100 * worse / expected;
        return new Slippage(worse / pip, percent, worse * size);
    }
}

/// <summary>Slippage of many executions: its mean by count, its mean by size, and the share of executions that were worse than expected.</summary>
internal sealed class SlippageStatistics
{
    private double _pips;
    private double _sizedPips;
    private double _size;
    private long _worse;

    public long Count { get; private set; }

    public double Cost { get; private set; }

    /// <summary>0 without an execution, like the other means.</summary>
    public double MeanPips => Count > 0 ? _pips / Count : 0;

    /// <summary>Weighted by size.</summary>
    public double SizedMeanPips => _size > 0 ? _sizedPips / _size : 0;

    public double ShareWorse => Count > 0 ? (double)_worse / Count : 0;

    public void Add(in Slippage slippage, double size)
    {
        Count++;
        Cost += slippage.Cost;
        _pips += slippage.Pips;
        _sizedPips += slippage.Pips * size;
        _size += size;
        _worse += slippage.Pips > 0 ? 1 : 0;
    }
}
