using Platform.Timeseries.Indicators.Library.Rolling;

namespace Platform.Timeseries.Indicators.Library.Volatility;

internal sealed class Correlation(int period) : PairIndicator(period)
{
    private readonly RollingFold<PairMoments> _returns = new(period);
    private double _before = double.NaN;
    private double _otherBefore = double.NaN;

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "correlation",
            Title = "Correlation of the returns of two symbols",
            Formula =
                "Pearson's r of the last period returns close(t) / close(t-1) − 1 of both symbols, over the candles both have",
            EdgeCases = "A symbol whose price does not move: 0.",
            Parameters = [IndicatorParameter.Period("period", 20, "pairs of returns", least: 2)],
            Outputs = ["correlation"],
            Symbols = 2,
            Warmup = values => values.Whole("period"),
            Lookback = values => Lookback.Of(values.Whole("period")),
            Create = values => new Correlation(values.Whole("period")),
        };

    protected override void Next(in Bar bar, in Bar other, Span<double> values)
    {
        var x = Returns.Of(_before, bar.Close);
        var y = Returns.Of(_otherBefore, other.Close);
        _before = bar.Close;
        _otherBefore = other.Close;
        if (!double.IsNaN(x + y))
        {
            _returns.Add(PairMoments.Of(x, y));
            values[0] = _returns.Value.Correlation;
        }
    }
}
