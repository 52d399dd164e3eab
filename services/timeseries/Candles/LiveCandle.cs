using Platform.Timeseries.Candles.Sessions;

namespace Platform.Timeseries.Candles;

/// <summary>A symbol's newest candle as a subscription carries it on, and the flat ones sent after it.</summary>
internal sealed class LiveCandle(SessionWindows? windows)
{
    public SessionWindows? Windows { get; } = windows;

    public Candle? Candle { get; private set; }

    public bool IsChanged { get; set; }

    public bool IsClosed { get; set; }

    /// <summary>The first candle holds everything up to this offset.</summary>
    public long Through { get; private init; }

    /// <summary>Flat candles after this one were sent up to this open time, excluded.</summary>
    public long FilledUntilUs { get; private set; }

    private double _filledAt;
    private bool _isTooLong;

    public static LiveCandle Of(Candle? newest, long through, SessionWindows? windows) =>
        new(windows)
        {
            Candle = newest,
            IsChanged = newest is not null,
            Through = through,
        };

    public void Begin(long openUs)
    {
        Candle = new Candle(openUs);
        IsClosed = false;
        FilledUntilUs = 0;
        _isTooLong = false;
    }

    /// <summary>
    /// The flat candles to send now that time has come to an open time: those not sent yet, or all of them when late
    /// ticks moved the close they are flat at. None when the gap is longer than allowed.
    /// </summary>
    public List<Candle> Fill(long untilUs, Frame frame, int max, bool byClock)
    {
        var first = Candle!.OpenTimeUs + frame.LengthUs;
        var from = _filledAt == Candle.Close ? Math.Max(FilledUntilUs, first) : first;
        if (untilUs <= from || (byClock && _isTooLong))
        {
            return [];
        }
        var flats = GapFiller
            .Flat(from, untilUs, Candle.Close, frame, Windows)
            .Take(max + 1)
            .ToList();
        if (flats.Count > max)
        {
            _isTooLong = true;
            return [];
        }
        FilledUntilUs = untilUs;
        _filledAt = Candle.Close;
        return flats;
    }
}
