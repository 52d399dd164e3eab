using Platform.Timeseries.Indicators.Library.Rolling;

namespace Platform.Timeseries.Indicators.Library.Trend;

internal sealed class Sma(int period) : Indicator(period - 1)
{
    private readonly RollingMean _mean = new(period);

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "sma",
            Title = "Simple moving average of the close",
            Formula = "sma = (close(t) + … + close(t-period+1)) / period",
            EdgeCases = "None.",
            Parameters = [IndicatorParameter.Period("period", 20, "candles in the mean")],
            Outputs = ["sma"],
            Warmup = values => values.Whole("period") - 1,
            Lookback = values => Lookback.Of(values.Whole("period") - 1),
            Create = values => new Sma(values.Whole("period")),
        };

    protected override void Next(in Bar bar, Span<double> values) =>
        values[0] = _mean.Add(bar.Close);
}
