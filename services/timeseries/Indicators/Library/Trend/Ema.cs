using Platform.Timeseries.Indicators.Library.Rolling;

namespace Platform.Timeseries.Indicators.Library.Trend;

internal sealed class Ema(int period) : Indicator(period - 1)
{
    private readonly RecursiveMean _mean = RecursiveMean.Exponential(period);

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "ema",
            Title = "Exponential moving average of the close",
            Formula =
                "ema(t) = ema(t-1) + 2/(period+1) × (close(t) − ema(t-1)); seed: the mean of the first period closes",
            EdgeCases = "None.",
            Parameters = [IndicatorParameter.Period("period", 20, "sets the weight 2/(period+1)")],
            Outputs = ["ema"],
            Warmup = values => values.Whole("period") - 1,
            Lookback = values => Lookback.Of(LookbackOf(values.Whole("period"))),
            Create = values => new Ema(values.Whole("period")),
        };

    public static int LookbackOf(int period) =>
        period - 1 + Lookback.Forgetting(RecursiveMean.ExponentialAlpha(period));

    protected override void Next(in Bar bar, Span<double> values) =>
        values[0] = _mean.Add(bar.Close);
}
