using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Candles;

/// <summary>Which candles are wanted: open times in [start, end), of one symbol.</summary>
internal sealed record CandleRange(
    string Symbol,
    Frame Frame,
    PriceSide Side,
    string Broker,
    long StartUs,
    long EndUs,
    int Limit
);

/// <summary>Makes candles from stored ticks and from those that are in memory only, each tick once.</summary>
internal sealed class CandleStore(
    ClickHouseClient clickHouse,
    TickHub hub,
    IOptions<ReadOptions> options
)
{
    /// <param name="range">Which candles.</param>
    /// <param name="through">The newest offset of the symbol's partition that counts.</param>
    /// <param name="newestFirst">Whether the limit keeps the newest rather than the oldest.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<SortedDictionary<long, Candle>> ReadAsync(
        CandleRange range,
        uint partition,
        long through,
        bool newestFirst,
        CancellationToken cancellation
    )
    {
        var (evictedThrough, inMemory) = hub.InMemory(range.Symbol);
        var inStorage = Math.Max(
            evictedThrough,
            Math.Min(hub.StoredThroughAll()[partition], through)
        );
        await hub.WaitStoredAsync(partition, inStorage, cancellation);
        var candles = new SortedDictionary<long, Candle>();
        await ReadStoredAsync(
            range,
            Math.Min(inStorage, through),
            newestFirst,
            candles,
            cancellation
        );
        var rows = new List<StoredRow>();
        foreach (var record in inMemory)
        {
            if (
                (long)record.Offset > inStorage
                && (long)record.Offset <= through
                && (range.Broker.Length == 0 || record.Broker == range.Broker)
            )
            {
                StoredRows.Read(record, rows);
            }
        }
        // Only candles the limited answer of storage can be sure of may be touched.
        var complete = candles.Count < range.Limit;
        var (first, last) =
            candles.Count == 0 ? (0, 0) : (candles.Keys.First(), candles.Keys.Last());
        foreach (var row in rows)
        {
            var open = range.Frame.OpenOf(row.Tick.TimeUs);
            var isInside = open >= range.StartUs && open < range.EndUs;
            if (isInside && (complete || (newestFirst ? open >= first : open <= last)))
            {
                Add(candles, open, row, range.Side);
            }
        }
        return candles;
    }

    private static void Add(
        SortedDictionary<long, Candle> candles,
        long open,
        in StoredRow row,
        PriceSide side
    )
    {
        var price = Price.Of(row.Tick, side);
        if (price <= 0)
        {
            return;
        }
        if (!candles.TryGetValue(open, out var candle))
        {
            candle = new Candle(open);
            candles.Add(open, candle);
        }
        candle.Add(row.Tick, price, new TickOrder(row.Tick.TimeUs, row.Offset, row.Row));
    }

    private async Task ReadStoredAsync(
        CandleRange range,
        long through,
        bool newestFirst,
        SortedDictionary<long, Candle> into,
        CancellationToken cancellation
    )
    {
        var first = range.Frame.NextOpen(range.StartUs);
        var end =
            range.EndUs == long.MaxValue ? long.MaxValue / 4 : range.Frame.NextOpen(range.EndUs);
        var sql = $"""
            WITH {Price.Sql(range.Side)} AS price,
                (toUnixTimestamp64Micro(timestamp), log_offset, log_row) AS place
            SELECT
                intDiv(toUnixTimestamp64Micro(timestamp) + {"{shift:Int64}"}, {"{length:Int64}"})
                    * {"{length:Int64}"} - {"{shift:Int64}"} AS open_time,
                argMin(price, place), max(price), min(price), argMax(price, place),
                sum(volume), count(), sum(price), sum(price * volume), sum(ask - bid),
                min(place).1 AS first_time, min(place).2 AS first_offset, min(place).3 AS first_row,
                max(place).1 AS last_time, max(place).2 AS last_offset, max(place).3 AS last_row
            FROM ticks
            WHERE symbol = {"{symbol:String}"} AND log_offset <= {"{through:Int64}"}
                AND (empty({"{broker:String}"}) OR broker = {"{broker:String}"})
                AND timestamp >= fromUnixTimestamp64Micro({"{first:Int64}"}, 'UTC')
                AND timestamp < fromUnixTimestamp64Micro({"{end:Int64}"}, 'UTC')
                AND price > 0
            GROUP BY open_time
            ORDER BY open_time {(newestFirst ? "DESC" : "ASC")}
            LIMIT {"{limit:UInt32}"}
            """;
        var parameters = new QueryParameters
        {
            { "shift", range.Frame.ShiftUs },
            { "length", range.Frame.LengthUs },
            { "symbol", range.Symbol },
            { "broker", range.Broker },
            { "through", through },
            { "first", first },
            { "end", end },
            { "limit", (uint)range.Limit },
        };
        var settings = new QueryOptions
        {
            Settings = new Dictionary<string, string>
            {
                ["max_execution_time"] = $"{Math.Ceiling(options.Value.QueryTimeMax.TotalSeconds)}",
            },
        };
        await foreach (var block in clickHouse.QueryAsync(sql, parameters, settings, cancellation))
        {
            using (block)
            {
                ReadBlock(block, into);
            }
        }
    }

    private static void ReadBlock(Block block, SortedDictionary<long, Candle> into)
    {
        for (var i = 0; i < block.RowCount; i++)
        {
            var open = block.Values<long>(0)[i];
            into[open] = new Candle(open)
            {
                Open = block.Values<double>(1)[i],
                High = block.Values<double>(2)[i],
                Low = block.Values<double>(3)[i],
                Close = block.Values<double>(4)[i],
                Volume = block.Values<ulong>(5)[i],
                Ticks = block.Values<ulong>(6)[i],
                PriceSum = block.Values<double>(7)[i],
                PriceVolumeSum = block.Values<double>(8)[i],
                SpreadSum = block.Values<double>(9)[i],
                First = OrderAt(block, 10, i),
                Last = OrderAt(block, 13, i),
            };
        }
    }

    private static TickOrder OrderAt(Block block, int column, int row) =>
        new(
            block.Values<long>(column)[row],
            block.Values<ulong>(column + 1)[row],
            block.Values<uint>(column + 2)[row]
        );
}
