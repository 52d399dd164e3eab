using Platform.Timeseries.Indicators.Library.Rolling;

namespace Platform.Timeseries.Indicators.Library.Volume;

internal sealed class RollingVwap(int period) : Indicator(period - 1)
{
    private readonly RollingFold<TwoTotals> _money = new(period);
    private readonly RollingMean _typical = new(period);

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "vwap_rolling",
            Title = "Volume-weighted average price of the last candles",
            Formula =
                "vwap = Σ typical × volume / Σ volume over period candles; typical = (high + low + close) / 3",
            EdgeCases = "No volume in the window: the mean of its typical prices.",
            Parameters = [IndicatorParameter.Period("period", 20, "candles in the window")],
            Outputs = ["vwap"],
            Warmup = values => values.Whole("period") - 1,
            Lookback = values => Lookback.Of(values.Whole("period") - 1),
            Create = values => new RollingVwap(values.Whole("period")),
        };

    protected override void Next(in Bar bar, Span<double> values)
    {
        _money.Add(new TwoTotals(bar.Typical * bar.Volume, bar.Volume));
        var mean = _typical.Add(bar.Typical);
        var (money, volume) = _money.Value;
        values[0] = volume > 0 ? money / volume : mean;
    }
}
