using Platform.Timeseries.Ticks.Live;

namespace Platform.Timeseries.Candles.Sessions;

/// <summary>
/// Candles of the ticks inside sessions: put together from candles of a minute, or of a second where
/// the windows or the candles asked for are finer. Without windows, candles as they are.
/// </summary>
internal sealed class SessionCandles(CandleStore store, TickHub hub)
{
    private const int PartsAtOnce = 20_000;

    public Task<SortedDictionary<long, Candle>> ReadAsync(
        CandleRange range,
        uint partition,
        SessionWindows? windows,
        CancellationToken cancellation
    ) => ReadAsync(range, partition, hub.PublishedThrough(partition), windows, cancellation);

    /// <param name="range">Which candles.</param>
    /// <param name="partition">The symbol's.</param>
    /// <param name="through">The newest offset that counts, unless what is rolled up is ahead of it.</param>
    /// <param name="windows">The symbol's sessions; null: all ticks count.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<SortedDictionary<long, Candle>> ReadAsync(
        CandleRange range,
        uint partition,
        long through,
        SessionWindows? windows,
        CancellationToken cancellation
    )
    {
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

    /// <summary>
    /// Every candle of a range, whatever its limit, all of them up to one place in the log: what a reader of the log
    /// can go on from.
    /// </summary>
    public async Task<CandleSet> ReadAllAsync(
        CandleRange range,
        uint partition,
        long through,
        SessionWindows? windows,
        CancellationToken cancellation
    )
    {
        var all = range with { Limit = int.MaxValue };
        if (windows is null)
        {
            return await store.ReadAsync(all, partition, through, cancellation);
        }
        var read = await store.ReadAsync(PartsOf(all, windows), partition, through, cancellation);
        var candles = new SortedDictionary<long, Candle>();
        foreach (var (open, part) in read.Candles)
        {
            if (windows.Contains(open))
            {
                Add(candles, range.Frame.OpenOf(open), part);
            }
        }
        return new CandleSet(candles, read.Through);
    }

    /// <summary>
    /// The newest candle that begins before a time, or none; with the place in the log up to which there is no newer.
    /// </summary>
    public async Task<(Candle? Candle, long Through)> NewestAsync(
        CandleRange range,
        uint partition,
        long through,
        SessionWindows? windows,
        CancellationToken cancellation
    )
    {
        if (windows is null)
        {
            var newest = range with
            {
                StartUs = 0,
                EndUs = long.MaxValue,
                Limit = 1,
                NewestFirst = true,
            };
            var read = await store.ReadAsync(newest, partition, through, cancellation);
            return (read.Candles.Count == 0 ? null : read.Candles.Values.Last(), read.Through);
        }
        var part = await NewestBeforeAsync(range, partition, through, windows, cancellation);
        if (part is null)
        {
            return (null, through);
        }
        // Meanwhile a newer one may have begun: only what one reading gives fits together.
        var since = range with
        {
            StartUs = range.Frame.OpenOf(part.OpenTimeUs),
            EndUs = long.MaxValue,
        };
        var set = await ReadAllAsync(since, partition, through, windows, cancellation);
        return (set.Candles.Count == 0 ? null : set.Candles.Values.Last(), set.Through);
    }

    /// <summary>The last candle before a range; null: there is none.</summary>
    public Task<Candle?> NewestBeforeAsync(
        CandleRange range,
        uint partition,
        SessionWindows? windows,
        CancellationToken cancellation
    ) =>
        NewestBeforeAsync(range, partition, hub.PublishedThrough(partition), windows, cancellation);

    private async Task<Candle?> NewestBeforeAsync(
        CandleRange range,
        uint partition,
        long through,
        SessionWindows? windows,
        CancellationToken cancellation
    )
    {
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
