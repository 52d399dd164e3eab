using System.Globalization;
using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Timeseries.Candles;
using Platform.Timeseries.Candles.Rollup;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Analytics;

/// <summary>
/// Ticks of a range summed up by symbol and period: from rolled-up candles where there are, from stored ticks that are
/// in none yet, and at the range's ends, so that each stored tick counts once. As candles are made (docs/candles.md): the
/// progress is read first, then rows, then the ticks after what each row holds.
/// </summary>
internal sealed class MarketSums(
    ClickHouseClient clickHouse,
    RollupProgress progress,
    IOptions<AnalyticsOptions> options
)
{
    private const string Sides = "[1, 2, 3, 4]";
    private const string Prices = "[bid, ask, if(bid > 0 AND ask > 0, (bid + ask) / 2, 0), last]";

    private const string Symbols =
        "(empty({symbols:Array(String)}) OR symbol IN {symbols:Array(String)})";

    /// <param name="symbols">Empty: all.</param>
    /// <param name="startUs">Start.</param>
    /// <param name="endUs">End, excluded.</param>
    /// <param name="periodUs">Length of a period, a whole number of seconds; 0: the range is one.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<Dictionary<(string Symbol, long PeriodUs), MarketSum>> ReadAsync(
        IReadOnlyCollection<string> symbols,
        long startUs,
        long endUs,
        long periodUs,
        CancellationToken cancellation
    )
    {
        var segments = TimeSegments.Of(startUs, endUs, periodUs);
        var through = await progress.ThroughKnownAsync(cancellation);
        QueryParameters Parameters() =>
            new()
            {
                { "symbols", symbols },
                { "period", periodUs == 0 ? long.MaxValue : periodUs },
            };
        var sums = new Dictionary<(string, long), MarketSum>();
        var ahead = new Dictionary<(string, string, int, long), long>();
        var rolled = segments.FindAll(one => one.LengthUs > 0);
        if (rolled.Count > 0)
        {
            var parameters = Parameters();
            parameters.Add("partitions", through.Keys.Append(uint.MaxValue).ToArray());
            parameters.Add("throughs", through.Values.Append(-1L).ToArray());
            await AddRolledAsync(rolled, parameters, sums, ahead, cancellation);
        }
        var steps = ahead.Values.Distinct().Order().ToArray();
        foreach (var condition in TickConditions(segments, through))
        {
            var parameters = Parameters();
            parameters.Add("starts", segments.Select(one => one.StartUs).ToArray());
            parameters.Add("lengths", segments.Select(one => one.LengthUs).ToArray());
            parameters.Add("steps", steps);
            await AddTicksAsync(condition, parameters, sums, ahead, steps, cancellation);
        }
        return sums;
    }

    private async Task AddRolledAsync(
        List<TimeSegment> segments,
        QueryParameters parameters,
        Dictionary<(string, long), MarketSum> sums,
        Dictionary<(string, string, int, long), long> ahead,
        CancellationToken cancellation
    )
    {
        var wanted = string.Join(
            " OR ",
            segments.Select(one =>
                $"(timeframe = '{one.Frame}' AND open_time >= {Time(one.StartUs)} AND open_time < {Time(one.EndUs)})"
            )
        );
        // Rows ahead of the progress are kept apart: ticks that they hold come again below.
        var sql = $$"""
            SELECT
                c.symbol, c.side_number, c.period, c.ahead_broker, c.ahead_opened, c.ahead_through,
                {{CandleColumns.OfCandles}}
            FROM
            (
                SELECT
                    symbol, toUInt8(CAST(side, 'Int8')) AS side_number,
                    toUnixTimestamp64Micro(open_time) AS opened,
                    intDiv(opened, {period:Int64}) * {period:Int64} AS period,
                    toInt64(through) > transform(log_partition, {partitions:Array(UInt32)}, {throughs:Array(Int64)}, toInt64(-1)) AS is_ahead,
                    if(is_ahead, toString(broker), '') AS ahead_broker,
                    if(is_ahead, opened, toInt64(-1)) AS ahead_opened,
                    if(is_ahead, toInt64(through), toInt64(-1)) AS ahead_through,
                    {{CandleColumns.Names}}
                FROM candles FINAL
                WHERE {{Symbols}} AND ({{wanted}})
            ) AS c
            GROUP BY c.symbol, c.side_number, c.period, c.ahead_broker, c.ahead_opened, c.ahead_through
            """;
        await foreach (var block in QueryAsync(sql, parameters, cancellation))
        {
            using (block)
            {
                for (var i = 0; i < block.RowCount; i++)
                {
                    var (symbol, side, period) = KeyAt(block, i);
                    var opened = block.Values<long>(4)[i];
                    if (opened >= 0)
                    {
                        var broker = (string)block[3].GetValue(i)!;
                        ahead[(symbol, broker, side, opened)] = block.Values<long>(5)[i];
                    }
                    Of(sums, symbol, period).Add(side, CandleQuery.CandleAt(block, 6, 0, i));
                }
            }
        }
    }

    private async Task AddTicksAsync(
        string condition,
        QueryParameters parameters,
        Dictionary<(string, long), MarketSum> sums,
        Dictionary<(string, string, int, long), long> ahead,
        long[] steps,
        CancellationToken cancellation
    )
    {
        // Between the offsets that rows ahead of the progress reach, ticks are kept apart.
        var sql = $$"""
            SELECT symbol, side_number, period, tick_broker, opened, steps_before, {{CandleColumns.OfTicks}}
            FROM
            (
                SELECT
                    symbol, toUInt8(side) AS side_number, price, toString(broker) AS tick_broker,
                    {{CandleColumns.TimeUs}} AS time_us, {{CandleColumns.Place}} AS place,
                    volume AS tick_volume, ask - bid AS tick_spread,
                    intDiv(time_us, {period:Int64}) * {period:Int64} AS period,
                    {lengths:Array(Int64)}[arrayCount(start -> time_us >= start, {starts:Array(Int64)})] AS length,
                    if(length = 0, toInt64(-1), intDiv(time_us, greatest(length, 1)) * length) AS opened,
                    arrayCount(step -> log_offset > step, {steps:Array(Int64)}) AS steps_before
                FROM ticks ARRAY JOIN {{Sides}} AS side, {{Prices}} AS price
                WHERE {{Symbols}} AND price > 0 AND ({{condition}})
            )
            GROUP BY symbol, side_number, period, tick_broker, opened, steps_before
            """;
        await foreach (var block in QueryAsync(sql, parameters, cancellation))
        {
            using (block)
            {
                for (var i = 0; i < block.RowCount; i++)
                {
                    var (symbol, side, period) = KeyAt(block, i);
                    var broker = (string)block[3].GetValue(i)!;
                    var key = (symbol, broker, side, block.Values<long>(4)[i]);
                    if (
                        !ahead.TryGetValue(key, out var reached)
                        || block.Values<uint>(5)[i] > Array.IndexOf(steps, reached)
                    )
                    {
                        Of(sums, symbol, period).Add(side, CandleQuery.CandleAt(block, 6, 0, i));
                    }
                }
            }
        }
    }

    /// <summary>Of the ticks at the ends, and of those that are in no candle for sure; no tick is in both.</summary>
    private static IEnumerable<string> TickConditions(
        List<TimeSegment> segments,
        Dictionary<uint, long> through
    )
    {
        var ends = segments.Where(one => one.LengthUs == 0).Select(Within).ToList();
        if (ends.Count > 0)
        {
            yield return string.Join(" OR ", ends);
        }
        var rolled = segments.FindAll(one => one.LengthUs > 0);
        if (rolled.Count == 0)
        {
            yield break;
        }
        // Term by term, so that the index of offsets is used.
        var terms = through
            .Select(one =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"(log_partition = {one.Key} AND log_offset > {one.Value})"
                )
            )
            .Append(
                $"log_partition NOT IN ({string.Join(", ", through.Keys.Append(uint.MaxValue))})"
            );
        var middle = new TimeSegment("", 0, rolled[0].StartUs, rolled[^1].EndUs);
        yield return $"{Within(middle)} AND ({string.Join(" OR ", terms)})";
    }

    private static string Within(TimeSegment one) =>
        $"(timestamp >= {Time(one.StartUs)} AND timestamp < {Time(one.EndUs)})";

    private static string Time(long micros) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"fromUnixTimestamp64Micro(toInt64({micros}), 'UTC')"
        );

    private static (string Symbol, int Side, long Period) KeyAt(Block block, int row) =>
        (
            ((LowCardinalityColumn)block[0]).GetString(row)!,
            block.Values<byte>(1)[row],
            block.Values<long>(2)[row]
        );

    private static MarketSum Of(
        Dictionary<(string, long), MarketSum> sums,
        string symbol,
        long period
    )
    {
        if (!sums.TryGetValue((symbol, period), out var sum))
        {
            sums[(symbol, period)] = sum = new MarketSum();
        }
        return sum;
    }

    private IAsyncEnumerable<Block> QueryAsync(
        string sql,
        QueryParameters parameters,
        CancellationToken cancellation
    ) => clickHouse.QueryAsync(sql, parameters, AnalyticsSettings.Of(options.Value), cancellation);
}

/// <summary>The ticks of one symbol in one period: a candle of each side's prices.</summary>
internal sealed class MarketSum
{
    // As table candles numbers them, from 1.
    private readonly Candle[] _sides = [new(0), new(0), new(0), new(0)];

    public Candle Bid => _sides[0];

    public Candle Mid => _sides[2];

    public Candle Last => _sides[3];

    // A tick has a bid, an ask, or both, and then a middle.
    public ulong Ticks => Bid.Ticks + _sides[1].Ticks - Mid.Ticks;

    public ulong Volume => Bid.Volume + _sides[1].Volume - Mid.Volume;

    /// <summary>Whether every tick has a bid and an ask.</summary>
    public bool IsTwoSided => Ticks == Mid.Ticks;

    public void Add(int side, Candle part) => _sides[side - 1].Add(part);
}
