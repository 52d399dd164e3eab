namespace Platform.Timeseries.Indicators.Library.Momentum;

internal sealed class Rsi(int period) : Indicator(period)
{
    private readonly WilderStrength _strength = new(period);

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "rsi",
            Title = "Relative strength index (Wilder)",
            Formula =
                "rsi = 100 − 100 / (1 + gain/loss); gain, loss: Wilder's means (m + (x − m)/period) of rises and falls of the close, seeded with the mean of the first period changes",
            EdgeCases = "No falls: 100. No rises: 0. Neither: 50.",
            Parameters = [IndicatorParameter.Period("period", 14, "of Wilder's means")],
            Outputs = ["rsi"],
            Warmup = values => values.Whole("period"),
            Lookback = values => Lookback.Of(WilderStrength.LookbackOf(values.Whole("period"))),
            Create = values => new Rsi(values.Whole("period")),
        };

    protected override void Next(in Bar bar, Span<double> values) =>
        values[0] = _strength.Add(bar.Close);
}
