namespace Platform.Timeseries.Indicators.Library.Volume;

internal sealed class OnBalanceVolume() : Indicator(0)
{
    private double _before = double.NaN;
    private double _total;

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "obv",
            Title = "On-balance volume (Granville)",
            Formula =
                "obv(t) = obv(t-1) + volume when the close rose, − volume when it fell; 0 at the first candle",
            EdgeCases = "Equal closes: unchanged. A running total: it depends on the first candle.",
            Outputs = ["obv"],
            Warmup = _ => 0,
            Lookback = _ => Lookback.Everything,
            Create = _ => new OnBalanceVolume(),
        };

    public override Indicator Copy() => (Indicator)MemberwiseClone();

    protected override void Next(in Bar bar, Span<double> values)
    {
        if (bar.Close > _before)
        {
            _total += bar.Volume;
        }
        else if (bar.Close < _before)
        {
            _total -= bar.Volume;
        }
        _before = bar.Close;
        values[0] = _total;
    }
}
