namespace Platform.Timeseries.Indicators.Library.Volume;

internal sealed class AccumulationDistribution() : Indicator(0)
{
    private double _total;

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "adl",
            Title = "Accumulation/distribution line (Chaikin)",
            Formula =
                "adl(t) = adl(t-1) + volume × ((close − low) − (high − close)) / (high − low); adl before the first candle is 0",
            EdgeCases =
                "high = low: the candle adds 0. A running total: it depends on the first candle.",
            Outputs = ["adl"],
            Warmup = _ => 0,
            Lookback = _ => Lookback.Everything,
            Create = _ => new AccumulationDistribution(),
        };

    public override Indicator Copy() => (Indicator)MemberwiseClone();

    protected override void Next(in Bar bar, Span<double> values)
    {
        if (bar.High > bar.Low)
        {
            var place = (bar.Close - bar.Low - (bar.High - bar.Close)) / (bar.High - bar.Low);
            _total += bar.Volume * place;
        }
        values[0] = _total;
    }
}
