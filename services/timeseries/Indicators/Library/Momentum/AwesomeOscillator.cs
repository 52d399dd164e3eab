using Platform.Timeseries.Indicators.Library.Rolling;

namespace Platform.Timeseries.Indicators.Library.Momentum;

internal sealed class AwesomeOscillator(int fast, int slow, int signal)
    : Indicator(slow + signal - 2)
{
    private readonly RollingMean _fast = new(fast);
    private readonly RollingMean _slow = new(slow);
    private readonly RollingMean _signal = new(signal);

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "ao",
            Title = "Awesome oscillator (Williams)",
            Formula =
                "median = (high + low) / 2; ao = sma(median, fast) − sma(median, slow); signal = sma(ao, signal); histogram = ao − signal (Williams' accelerator)",
            EdgeCases = "None.",
            Parameters =
            [
                IndicatorParameter.Period("fast", 5, "of the faster mean"),
                IndicatorParameter.Period("slow", 34, "of the slower mean", least: 2),
                IndicatorParameter.Period("signal", 5, "of the mean of ao"),
            ],
            Outputs = ["ao", "fast_ma", "slow_ma", "signal", "histogram"],
            Warmup = values => values.Whole("slow") + values.Whole("signal") - 2,
            Lookback = values => Lookback.Of(values.Whole("slow") + values.Whole("signal") - 2),
            Create = values => new AwesomeOscillator(
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
        var fast = _fast.Add(bar.Median);
        var slow = _slow.Add(bar.Median);
        var ao = fast - slow;
        var signal = double.IsNaN(ao) ? double.NaN : _signal.Add(ao);
        values[0] = ao;
        values[1] = fast;
        values[2] = slow;
        values[3] = signal;
        values[4] = ao - signal;
    }
}
