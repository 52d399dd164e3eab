using Platform.Timeseries.Indicators.Library.Rolling;

namespace Platform.Timeseries.Indicators.Library.Volatility;

internal sealed class AverageTrueRange(int period) : Indicator(period)
{
    private readonly RecursiveMean _mean = RecursiveMean.Wilder(period);
    private double _before = double.NaN;

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "atr",
            Title = "Average true range (Wilder)",
            Formula =
                "true_range(t) = max(high(t), close(t-1)) − min(low(t), close(t-1)); atr: Wilder's mean of it, seeded with the mean of the first period true ranges",
            EdgeCases = "The first candle has no close before it and no true range.",
            Parameters = [IndicatorParameter.Period("period", 14, "of Wilder's mean")],
            Outputs = ["atr", "true_range"],
            Warmup = values => values.Whole("period"),
            Lookback = values =>
                Lookback.Of(
                    values.Whole("period")
                        + Lookback.Forgetting(RecursiveMean.WilderAlpha(values.Whole("period")))
                ),
            Create = values => new AverageTrueRange(values.Whole("period")),
        };

    protected override void Next(in Bar bar, Span<double> values)
    {
        var range = Math.Max(bar.High, _before) - Math.Min(bar.Low, _before);
        _before = bar.Close;
        values[0] = double.IsNaN(range) ? double.NaN : _mean.Add(range);
        values[1] = range;
    }
}
