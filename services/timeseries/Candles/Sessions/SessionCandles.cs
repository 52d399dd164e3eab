using Platform.Timeseries.Ticks.Live;

namespace Platform.Timeseries.Candles.Sessions;

/// <summary>
/// Candles of the ticks inside sessions: put together from candles of a minute, or of a second where
/// the windows or the candles asked for are finer. Without windows, candles as they are.
/// </summary>
internal sealed class SessionCandles(CandleStore store, TickHub hub)
{
    private const int PartsAtOnce = 20_000;

    public async Task<SortedDictionary<long, Candle>> ReadAsync(
        CandleRange range,
        uint partition,
        SessionWindows? windows,
        CancellationToken cancellation
    )
    {
        var through = hub.PublishedThrough(partition);
        if (windows is null)
        {
            return (await store.ReadAsync(range, partition, through, cancellation)).Candles;
        }
        var candles = new SortedDictionary<long, Candle>();
        var parts = PartsOf(range, windows) with { Limit = PartsAtOnce };
        // The last candle is whole only when one after it has begun.
        while (candles.Count <= range.Limit && windows.NextInside(parts.StartUs) is { } next)
        {
            parts = parts with { StartUs = next };
            if (parts.StartUs >= parts.EndUs)
            {
                break;
            }
            var read = await store.ReadAsync(parts, partition, through, cancellation);
            foreach (var (open, part) in read.Candles)
            {
                if (windows.Contains(open))
                {
                    Add(candles, range.Frame.OpenOf(open), part);
                }
            }
            if (read.Candles.Count < PartsAtOnce)
            {
                break;
            }
            parts = parts with { StartUs = read.Candles.Keys.Last() + parts.Frame.LengthUs };
        }
        return candles;
    }

    /// <summary>The last candle before a range; null: there is none.</summary>
    public async Task<Candle?> NewestBeforeAsync(
        CandleRange range,
        uint partition,
        SessionWindows? windows,
        CancellationToken cancellation
    )
    {
        var through = hub.PublishedThrough(partition);
        var start = range.Frame.NextOpen(range.StartUs);
        var parts = windows is null ? range : PartsOf(range, windows);
        parts = parts with { StartUs = 0, EndUs = start, Limit = 1, NewestFirst = true };
        foreach (var (open, close) in windows?.Before(start) ?? [(0, start)])
        {
            var window = parts with { StartUs = open, EndUs = Math.Min(close, start) };
            var read = await store.ReadAsync(window, partition, through, cancellation);
            if (read.Candles.Count > 0)
            {
                return read.Candles.Values.Last();
            }
        }
        return null;
    }

    private static CandleRange PartsOf(CandleRange range, SessionWindows windows)
    {
        var second = Frame.Of(V1.Timeframe._1S);
        var frame =
            range.Frame == second || !windows.AreWholeMinutes ? second : Frame.Of(V1.Timeframe._1M);
        return range with
        {
            Frame = frame,
            StartUs = range.Frame.NextOpen(range.StartUs),
            EndUs = range.EndUs == long.MaxValue ? range.EndUs : range.Frame.NextOpen(range.EndUs),
        };
    }

    private static void Add(SortedDictionary<long, Candle> candles, long open, Candle part)
    {
        if (!candles.TryGetValue(open, out var candle))
        {
            candle = new Candle(open);
            candles.Add(open, candle);
        }
        candle.Add(part);
    }
}
