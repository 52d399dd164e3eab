using Platform.Timeseries.Indicators.Library.Rolling;

namespace Platform.Timeseries.Indicators.Library.Momentum;

internal sealed class Stochastic(int period, int slowing, int signal)
    : Indicator(WarmupOf(period, slowing, signal))
{
    private readonly RollingFold<Extremes> _range = new(period);
    private readonly RollingMean _fastD = new(signal);
    private readonly RollingMean _slowK = new(slowing);
    private readonly RollingMean _slowD = new(signal);

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "stochastic",
            Title = "Stochastic oscillator (Lane), fast and slow",
            Formula =
                "fast_k = 100 × (close − lowest low) / (highest high − lowest low) of period candles; fast_d = sma(fast_k, signal); slow_k = sma(fast_k, slowing); slow_d = sma(slow_k, signal)",
            EdgeCases = "Highest high = lowest low: fast_k = 50.",
            Parameters =
            [
                IndicatorParameter.Period("period", 14, "candles of the range"),
                IndicatorParameter.Period("slowing", 3, "smooths fast_k to slow_k"),
                IndicatorParameter.Period("signal", 3, "smooths each k to its d"),
            ],
            Outputs = ["fast_k", "fast_d", "slow_k", "slow_d"],
            Warmup = Needed,
            Lookback = values => Lookback.Of(Needed(values)),
            Create = values => new Stochastic(
                values.Whole("period"),
                values.Whole("slowing"),
                values.Whole("signal")
            ),
        };

    protected override void Next(in Bar bar, Span<double> values)
    {
        values.Fill(double.NaN);
        _range.Add(new Extremes(bar.High, bar.Low));
        if (!_range.IsFull)
        {
            return;
        }
        var fast = _range.Value.PlaceOf(bar.Close);
        values[0] = fast;
        values[1] = _fastD.Add(fast);
        var slow = _slowK.Add(fast);
        if (double.IsNaN(slow))
        {
            return;
        }
        values[2] = slow;
        values[3] = _slowD.Add(slow);
    }

    private static int Needed(ParameterValues values) =>
        WarmupOf(values.Whole("period"), values.Whole("slowing"), values.Whole("signal"));

    private static int WarmupOf(int period, int slowing, int signal) =>
        period + slowing + signal - 3;
}
