using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Timeseries.Candles.Rollup;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Candles;

/// <summary>Which candles of a symbol have ticks that came after an offset of its partition, late ones among them.</summary>
internal sealed class ChangedCandles(
    ClickHouseClient clickHouse,
    RollupProgress progress,
    TickHub hub,
    IOptions<ReadOptions> options
)
{
    /// <returns>Open times in [startUs, endUs), rising.</returns>
    public async Task<SortedSet<long>> SinceAsync(
        string symbol,
        Frame frame,
        PriceSide side,
        long after,
        long startUs,
        long endUs,
        CancellationToken cancellation
    )
    {
        var changed = new SortedSet<long>();
        if (hub.NewestOf(symbol) is not { Partition: var partition })
        {
            return changed;
        }
        // What is rolled up tells by itself; what came later is told by the ticks.
        var rolled = await progress.ThroughAsync(partition, cancellation);
        if (rolled > after)
        {
            await AddAsync(
                """
                SELECT DISTINCT toUnixTimestamp64Micro(open_time) FROM candles
                WHERE symbol = {symbol:String} AND timeframe = {frame:String} AND side = {side:String}
                    AND toInt64(through) > {after:Int64}
                    AND open_time >= fromUnixTimestamp64Micro({start:Int64}, 'UTC')
                    AND open_time < fromUnixTimestamp64Micro({end:Int64}, 'UTC')
                """,
                new QueryParameters
                {
                    { "symbol", symbol },
                    { "frame", frame.Name },
                    { "side", Price.NameOf(side) },
                    { "start", startUs },
                    { "end", endUs },
                    { "after", after },
                }
            );
        }
        var told = Math.Max(rolled, after);
        var (evictedThrough, inMemory) = hub.InMemory(symbol);
        if (evictedThrough > told)
        {
            await hub.WaitStoredAsync(partition, evictedThrough, cancellation);
            await AddAsync(
                $$"""
                SELECT DISTINCT intDiv({{CandleColumns.TimeUs}} + {shift:Int64}, {length:Int64})
                    * {length:Int64} - {shift:Int64} AS opened
                FROM ticks
                WHERE symbol = {symbol:String}
                    AND log_offset > {told:Int64} AND log_offset <= {stored:Int64}
                    AND opened >= {start:Int64} AND opened < {end:Int64}
                """,
                new QueryParameters
                {
                    { "symbol", symbol },
                    { "shift", frame.ShiftUs },
                    { "length", frame.LengthUs },
                    { "start", startUs },
                    { "end", endUs },
                    { "told", told },
                    { "stored", evictedThrough },
                }
            );
        }
        var rows = new List<StoredRow>();
        foreach (var record in inMemory)
        {
            if ((long)record.Offset > told)
            {
                StoredRows.Read(record, rows);
            }
        }
        foreach (var row in rows)
        {
            var openUs = frame.OpenOf(row.Tick.TimeUs);
            if (openUs >= startUs && openUs < endUs)
            {
                changed.Add(openUs);
            }
        }
        return changed;

        async Task AddAsync(string sql, QueryParameters parameters)
        {
            var settings = CandleQuery.Options(options.Value);
            await foreach (
                var block in clickHouse.QueryAsync(sql, parameters, settings, cancellation)
            )
            {
                using (block)
                {
                    foreach (var openUs in block.Values<long>(0))
                    {
                        changed.Add(openUs);
                    }
                }
            }
        }
    }
}
