using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Candles.Rollup;
using Platform.Timeseries.Tables;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Candles;

/// <summary>
/// Which candles are wanted: open times in [start, end), of one symbol; the limit keeps the oldest, or
/// the newest.
/// </summary>
internal sealed record CandleRange(
    string Symbol,
    Frame Frame,
    PriceSide Side,
    string Broker,
    long StartUs,
    long EndUs,
    int Limit,
    bool NewestFirst = false
);

/// <param name="Candles">By open time. More of them than the limit may be left to the next call.</param>
/// <param name="Through">They hold every tick of the symbol up to this offset and none after it.</param>
internal sealed record CandleSet(SortedDictionary<long, Candle> Candles, long Through);

/// <summary>
/// Makes candles from what is rolled up, from ticks that are stored but not rolled up yet, and from those
/// in memory, each tick once. A rolled-up row holds its candle's ticks up to an offset of its own, at
/// least as far as the progress that was read before it; from there on the ticks themselves count.
/// </summary>
internal sealed class CandleStore(
    RolledCandles rolled,
    TailCandles tail,
    RollupProgress progress,
    TickHub hub,
    TableTurns turns,
    IOptions<LiveOptions> live
)
{
    /// <param name="range">Which candles.</param>
    /// <param name="partition">The symbol's.</param>
    /// <param name="through">The newest offset of the symbol's partition that counts, unless what is rolled up is ahead of it.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<CandleSet> ReadAsync(
        CandleRange range,
        uint partition,
        long through,
        CancellationToken cancellation
    )
    {
        // In this order: every row read below holds its candle up to here or further.
        var rolledThrough = await progress.ThroughAsync(partition, cancellation);
        var rows = await ReadRolledAsync(range, cancellation);
        var cut = Math.Max(through, rows.Newest);
        await WaitPublishedAsync(partition, cut, cancellation);
        var (evictedThrough, inMemory) = hub.InMemory(range.Symbol);
        var sum = new CandleSum(range, rows, rolledThrough);
        var storageThrough = Math.Min(evictedThrough, cut);
        if (storageThrough > rolledThrough)
        {
            await hub.WaitStoredAsync(partition, storageThrough, cancellation);
            using var turn = await turns.ReadCandlesAsync(cancellation);
            await tail.AddAsync(range, rolledThrough, storageThrough, sum, cancellation);
        }
        var ticks = new List<StoredRow>();
        foreach (var record in inMemory)
        {
            if (
                (long)record.Offset > Math.Max(rolledThrough, storageThrough)
                && (long)record.Offset <= cut
                && (range.Broker.Length == 0 || record.Broker == range.Broker)
            )
            {
                StoredRows.Read(record, ticks);
            }
        }
        foreach (var tick in ticks)
        {
            sum.Add(tick);
        }
        return new CandleSet(sum.Complete(), cut);
    }

    private async Task<RolledRows> ReadRolledAsync(
        CandleRange range,
        CancellationToken cancellation
    )
    {
        using var turn = await turns.ReadCandlesAsync(cancellation);
        return await rolled.ReadAsync(range, cancellation);
    }

    private async ValueTask WaitPublishedAsync(
        uint partition,
        long cut,
        CancellationToken cancellation
    )
    {
        try
        {
            await hub.WaitPublishedAsync(partition, cut, live.Value.ReadWaitMax, cancellation);
        }
        catch (TimeoutException)
        {
            PlatformErrors.Throw(
                ErrorReason.StoreUnavailable,
                "The log does not bring the newest ticks at the moment.",
                ("reason", "following the log is interrupted")
            );
        }
    }
}
