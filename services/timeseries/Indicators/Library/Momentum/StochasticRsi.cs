using Platform.Timeseries.Indicators.Library.Rolling;

namespace Platform.Timeseries.Indicators.Library.Momentum;

internal sealed class StochasticRsi(int rsi, int period, int smoothing, int signal)
    : Indicator(WarmupOf(rsi, period, smoothing, signal))
{
    private readonly WilderStrength _strength = new(rsi);
    private readonly RollingFold<Extremes> _range = new(period);
    private readonly RollingMean _k = new(smoothing);
    private readonly RollingMean _d = new(signal);

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "stoch_rsi",
            Title = "Stochastic of the relative strength index (Chande and Kroll)",
            Formula =
                "stoch_rsi = 100 × (rsi − lowest rsi) / (highest rsi − lowest rsi) of period candles; k = sma(stoch_rsi, smoothing); d = sma(k, signal)",
            EdgeCases = "Highest rsi = lowest rsi: stoch_rsi = 50.",
            Parameters =
            [
                IndicatorParameter.Period("rsi", 14, "period of the rsi"),
                IndicatorParameter.Period("period", 14, "candles of the range"),
                IndicatorParameter.Period("smoothing", 3, "smooths stoch_rsi to k"),
                IndicatorParameter.Period("signal", 3, "smooths k to d"),
            ],
            Outputs = ["stoch_rsi", "k", "d"],
            Warmup = values =>
                WarmupOf(
                    values.Whole("rsi"),
                    values.Whole("period"),
                    values.Whole("smoothing"),
                    values.Whole("signal")
                ),
            Lookback = values =>
                Lookback.Of(
                    WilderStrength.LookbackOf(values.Whole("rsi"))
                        + values.Whole("period")
                        + values.Whole("smoothing")
                        + values.Whole("signal")
                ),
            Create = values => new StochasticRsi(
                values.Whole("rsi"),
                values.Whole("period"),
                values.Whole("smoothing"),
                values.Whole("signal")
            ),
        };

    protected override void Next(in Bar bar, Span<double> values)
    {
        values.Fill(double.NaN);
        var rsi = _strength.Add(bar.Close);
        if (double.IsNaN(rsi))
        {
            return;
        }
        _range.Add(new Extremes(rsi, rsi));
        if (!_range.IsFull)
        {
            return;
        }
        values[0] = _range.Value.PlaceOf(rsi);
        var k = _k.Add(values[0]);
        if (double.IsNaN(k))
        {
            return;
        }
        values[1] = k;
        values[2] = _d.Add(k);
    }

    private static int WarmupOf(int rsi, int period, int smoothing, int signal) =>
        rsi + period + smoothing + signal - 3;
}
