namespace Platform.Timeseries.Indicators.Library.Volume;

internal sealed class SessionVwap(int startMinute) : Indicator(0)
{
    private const long MinuteUs = 60_000_000;
    private const long DayUs = 24 * 60 * MinuteUs;
    private long _session = long.MinValue;
    private double _money;
    private double _volume;
    private double _typicals;
    private long _candles;

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "vwap",
            Title = "Volume-weighted average price since the start of the day's session",
            Formula =
                "vwap = Σ typical × volume / Σ volume over the session's candles so far; typical = (high + low + close) / 3; a session lasts 24 h from start_minute after midnight UTC",
            EdgeCases = "No volume in the session yet: the mean of its typical prices.",
            Parameters =
            [
                new(
                    "start_minute",
                    0,
                    0,
                    1_439,
                    IsWhole: true,
                    "minutes after midnight UTC at which a session starts"
                ),
            ],
            Outputs = ["vwap", "session_volume"],
            Warmup = _ => 0,
            Lookback = _ => Lookback.Session,
            Create = values => new SessionVwap(values.Whole("start_minute")),
        };

    public override Indicator Copy() => (Indicator)MemberwiseClone();

    protected override void Next(in Bar bar, Span<double> values)
    {
        var session = SessionOf(bar.OpenTimeUs, startMinute);
        if (session != _session)
        {
            _session = session;
            _money = _volume = _typicals = _candles = 0;
        }
        _money += bar.Typical * bar.Volume;
        _volume += bar.Volume;
        _typicals += bar.Typical;
        _candles++;
        values[0] = _volume > 0 ? _money / _volume : _typicals / _candles;
        values[1] = _volume;
    }

    /// <summary>When the session of a time began, in microseconds since the epoch.</summary>
    public static long SessionOf(long timeUs, int startMinute)
    {
        var shifted = timeUs - (startMinute * MinuteUs);
        var day = (shifted / DayUs) - (shifted % DayUs < 0 ? 1 : 0);
        return (day * DayUs) + (startMinute * MinuteUs);
    }
}
