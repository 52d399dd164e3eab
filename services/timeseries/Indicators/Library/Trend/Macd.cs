using Platform.Timeseries.Indicators.Library.Rolling;

namespace Platform.Timeseries.Indicators.Library.Trend;

internal sealed class Macd(int fast, int slow, int signal) : Indicator(slow + signal - 2)
{
    private readonly RecursiveMean _fast = RecursiveMean.Exponential(fast);
    private readonly RecursiveMean _slow = RecursiveMean.Exponential(slow);
    private readonly RecursiveMean _signal = RecursiveMean.Exponential(signal);

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "macd",
            Title = "Moving average convergence/divergence (Appel)",
            Formula =
                "macd = ema(close, fast) − ema(close, slow); signal = ema(macd, signal); histogram = macd − signal; each ema seeded with the mean of its own first values",
            EdgeCases = "Flat prices: all 0.",
            Parameters =
            [
                IndicatorParameter.Period("fast", 12, "of the faster mean"),
                IndicatorParameter.Period("slow", 26, "of the slower mean", least: 2),
                IndicatorParameter.Period("signal", 9, "of the mean of macd"),
            ],
            Outputs = ["macd", "signal", "histogram"],
            Warmup = values => values.Whole("slow") + values.Whole("signal") - 2,
            Lookback = values =>
                Lookback.Of(
                    Ema.LookbackOf(values.Whole("slow")) + Ema.LookbackOf(values.Whole("signal"))
                ),
            Create = values => new Macd(
                values.Whole("fast"),
                values.Whole("slow"),
                values.Whole("signal")
            ),
            Check = values =>
                values["fast"] < values["slow"]
                    ? null
                    : $"fast is {values["fast"]} and slow {values["slow"]}; fast must be less than slow",
        };

    protected override void Next(in Bar bar, Span<double> values)
    {
        var macd = _fast.Add(bar.Close) - _slow.Add(bar.Close);
        var line = double.IsNaN(macd) ? double.NaN : _signal.Add(macd);
        values[0] = macd;
        values[1] = line;
        values[2] = macd - line;
    }
}
