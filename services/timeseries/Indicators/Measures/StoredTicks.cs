using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Timeseries.Ticks;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Read;

namespace Platform.Timeseries.Indicators.Measures;

/// <summary>Whose ticks: a symbol's, of one broker or (empty) of all together, with event times in [start, end).</summary>
internal sealed record TickRange(string Symbol, string Broker, long StartUs, long EndUs);

/// <summary>Where a tick stands among those of its symbol: by event time, then by its place in the log.</summary>
internal readonly record struct TickSpot(long TimeUs, ulong Offset, uint Row);

/// <summary>A tick as the measures need it.</summary>
internal readonly record struct SpottedTick(Tick Tick, ulong Offset, uint Row)
{
    public TickSpot Spot => new(Tick.TimeUs, Offset, Row);
}

/// <summary>
/// Ticks of one symbol from storage by event time. Each query brings a bounded number, the next begins behind the last of
/// them, so that neither storage nor this process ever holds a range.
/// </summary>
internal sealed class StoredTicks(
    ClickHouseClient clickHouse,
    TickHub hub,
    TickPump pump,
    IOptions<MeasureOptions> options
)
{
    private const string Columns = "timestamp, bid, ask, last, volume, log_offset, log_row";
    private const string Rising = "timestamp, log_offset, log_row";
    private const string Falling = "timestamp DESC, log_offset DESC, log_row DESC";
    private const string Trades = "last > 0 AND volume > 0";

    private readonly MeasureOptions _options = options.Value;

    /// <summary>Waits until everything of the symbol that was acknowledged before the call is stored.</summary>
    /// <exception cref="Grpc.Core.RpcException">UNKNOWN_SYMBOL.</exception>
    public async Task WaitAsync(string symbol, CancellationToken cancellation)
    {
        await pump.ReadyToReadAsync(cancellation);
        if (!hub.Knows(symbol))
        {
            MemoryReader.ThrowUnknown(symbol);
        }
        if (hub.NewestOf(symbol) is { } newest)
        {
            await hub.WaitStoredAsync(newest.Partition, (long)newest.Offset, cancellation);
        }
    }

    /// <summary>The ticks of a range, oldest first, in lists that are reused: done with when the next is asked for.</summary>
    public async IAsyncEnumerable<IReadOnlyList<SpottedTick>> ReadAsync(
        TickRange range,
        TickSpot? after,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var ticks = new List<SpottedTick>();
        do
        {
            ticks.Clear();
            await QueryAsync(range, after, "", Rising, _options.TicksAtOnce, ticks, cancellation);
            if (ticks.Count > 0)
            {
                after = ticks[^1].Spot;
                yield return ticks;
            }
        } while (ticks.Count == _options.TicksAtOnce);
    }

    /// <summary>The newest tick before a time, within the lookback; null: there is none.</summary>
    public Task<SpottedTick?> NewestBeforeAsync(
        string symbol,
        string broker,
        long timeUs,
        CancellationToken cancellation
    ) => NewestAsync(symbol, broker, timeUs, "", cancellation);

    /// <summary>
    /// The price of the newest trade before a time and of the newest one at another price, both within the lookback; 0: there is none.
    /// </summary>
    public async Task<(double Price, double Before)> PricesBeforeAsync(
        string symbol,
        string broker,
        long timeUs,
        CancellationToken cancellation
    )
    {
        var trade = await NewestAsync(symbol, broker, timeUs, $" AND {Trades}", cancellation);
        if (trade is not { } newest)
        {
            return (0, 0);
        }
        var other = await NewestAsync(
            symbol,
            broker,
            timeUs,
            $" AND {Trades}",
            cancellation,
            newest.Tick.Last
        );
        return (newest.Tick.Last, other?.Tick.Last ?? 0);
    }

    private async Task<SpottedTick?> NewestAsync(
        string symbol,
        string broker,
        long timeUs,
        string condition,
        CancellationToken cancellation,
        double exceptPrice = 0
    )
    {
        var fromUs = Math.Max(0, timeUs - (long)_options.Lookback.TotalMicroseconds);
        var range = new TickRange(symbol, broker, fromUs, timeUs);
        var ticks = new List<SpottedTick>();
        await QueryAsync(range, null, condition, Falling, 1, ticks, cancellation, exceptPrice);
        return ticks.Count == 0 ? null : ticks[0];
    }

    private async Task QueryAsync(
        TickRange range,
        TickSpot? after,
        string condition,
        string order,
        int limit,
        List<SpottedTick> into,
        CancellationToken cancellation,
        double exceptPrice = 0
    )
    {
        var parameters = new QueryParameters
        {
            { "symbol", range.Symbol },
            { "start", Math.Max(range.StartUs, after?.TimeUs ?? 0) },
            { "end", range.EndUs },
            { "limit", (uint)limit },
        };
        var sql = $"SELECT {Columns} FROM ticks WHERE symbol = {{symbol:String}}";
        if (range.Broker.Length > 0)
        {
            // Named by itself it is a part of the key, and the rows are in order already.
            sql += " AND broker = {broker:String}";
            parameters.Add("broker", range.Broker);
        }
        if (exceptPrice > 0)
        {
            sql += " AND last != {price:Float64}";
            parameters.Add("price", exceptPrice);
        }
        sql +=
            " AND timestamp >= fromUnixTimestamp64Micro({start:Int64}, 'UTC')"
            + " AND timestamp < fromUnixTimestamp64Micro({end:Int64}, 'UTC')"
            + condition;
        if (after is { } spot)
        {
            sql +=
                " AND (toUnixTimestamp64Micro(timestamp), log_offset, log_row) > ({t:Int64}, {o:UInt64}, {r:UInt32})";
            parameters.Add("t", spot.TimeUs);
            parameters.Add("o", spot.Offset);
            parameters.Add("r", spot.Row);
        }
        sql += $" ORDER BY {order} LIMIT {{limit:UInt32}}";
        var settings = MeasureChecks.Settings(_options);
        await foreach (var block in clickHouse.QueryAsync(sql, parameters, settings, cancellation))
        {
            using (block)
            {
                Read(block, into);
            }
        }
    }

    private static void Read(Block block, List<SpottedTick> into)
    {
        var time = block.Values<long>(0);
        var bid = block.Values<double>(1);
        var ask = block.Values<double>(2);
        var last = block.Values<double>(3);
        var volume = block.Values<ulong>(4);
        var offset = block.Values<ulong>(5);
        var row = block.Values<uint>(6);
        for (var i = 0; i < block.RowCount; i++)
        {
            var tick = new Tick(time[i], bid[i], ask[i], last[i], volume[i], 0, false, 0);
            into.Add(new SpottedTick(tick, offset[i], row[i]));
        }
    }
}
