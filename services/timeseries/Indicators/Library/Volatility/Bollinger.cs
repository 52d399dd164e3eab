using Platform.Timeseries.Indicators.Library.Rolling;

namespace Platform.Timeseries.Indicators.Library.Volatility;

internal sealed class Bollinger(int period, double deviations) : Indicator(period - 1)
{
    private readonly RollingFold<Moments> _closes = new(period);

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "bollinger",
            Title = "Bollinger bands",
            Formula =
                "middle = sma(close, period); upper, lower = middle ± deviations × population standard deviation of the same closes; width = (upper − lower) / middle; percent_b = (close − lower) / (upper − lower)",
            EdgeCases = "Flat closes: width 0, percent_b 0.5. middle = 0: width 0.",
            Parameters =
            [
                IndicatorParameter.Period("period", 20, "candles of mean and deviation"),
                new(
                    "deviations",
                    2,
                    0.01,
                    100,
                    IsWhole: false,
                    "standard deviations from the mean to a band"
                ),
            ],
            Outputs = ["upper", "middle", "lower", "width", "percent_b"],
            Warmup = values => values.Whole("period") - 1,
            Lookback = values => Lookback.Of(values.Whole("period") - 1),
            Create = values => new Bollinger(values.Whole("period"), values["deviations"]),
        };

    protected override void Next(in Bar bar, Span<double> values)
    {
        _closes.Add(Moments.Of(bar.Close));
        var middle = _closes.Value.Mean;
        var reach = deviations * _closes.Value.PopulationDeviation;
        var lower = middle - reach;
        var upper = middle + reach;
        values[0] = upper;
        values[1] = middle;
        values[2] = lower;
        values[3] = middle == 0 ? 0 : (upper - lower) / middle;
        values[4] = upper > lower ? (bar.Close - lower) / (upper - lower) : 0.5;
    }
}
