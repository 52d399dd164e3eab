using System.Globalization;
using Platform.ClickHouse;

namespace Platform.Timeseries.Candles.Rollup;

/// <summary>By partition, the records of the log a round takes in: after one and through another.</summary>
internal sealed record RollupRange(long[] After, long[] Through)
{
    public IEnumerable<int> Partitions =>
        Enumerable.Range(0, After.Length).Where(one => Through[one] > After[one]);

    public long Records => Partitions.Sum(one => Through[one] - After[one]);
}

/// <summary>
/// One round as one statement: the candles of the range's ticks, at every timeframe, joined with what
/// the touched rows hold already. A row that has the range already is left alone, so the statement may
/// be repeated, and cut off anywhere.
/// </summary>
internal static class RollupSql
{
    /// <summary>What <see cref="Round"/> fails with when a row holds a part of the range.</summary>
    public const int InBetweenCode = 395;

    private const string Keys = "symbol, timeframe, side, open_time, broker";
    private const string Sides = "[1, 2, 3, 4]";
    private const string Prices = "[bid, ask, if(bid > 0 AND ask > 0, (bid + ask) / 2, 0), last]";

    // Seconds and minutes are made first; every longer frame from the minutes. Number, length, shift in seconds.
    private const string Second = "[(1, 1, 0)]";

    private const string MinuteAndLonger =
        "[(2, 60, 0), (3, 300, 0), (4, 900, 0), (5, 1800, 0), (6, 3600, 0), (7, 14400, 0), "
        + "(8, 86400, 0), (9, 604800, 259200)]";

    private const string OpenTime =
        "fromUnixTimestamp64Micro((intDiv(second + frame.3, frame.2) * frame.2 - frame.3) * 1000000, 'UTC')";

    public static string Round(RollupRange range)
    {
        var records = Records(range);
        var touched = $"""
            SELECT
                symbol, CAST(frame.1, '{Quoted(CandleTables.Frames)}'),
                CAST(arrayJoin({Sides}), '{Quoted(CandleTables.Sides)}'), {OpenTime}, broker
            FROM
            (
                SELECT symbol, broker, second, arrayJoin({Second}) AS frame FROM
                (
                    SELECT DISTINCT symbol, broker, intDiv({CandleColumns.TimeUs}, 1000000) AS second
                    FROM ticks WHERE {records}
                )
                UNION ALL
                SELECT symbol, broker, second, arrayJoin({MinuteAndLonger}) AS frame FROM
                (
                    SELECT DISTINCT symbol, broker, intDiv({CandleColumns.TimeUs}, 60000000) * 60 AS second
                    FROM ticks WHERE {records}
                )
            )
            """;
        var seconds = $"""
            SELECT
                symbol, broker, log_partition, side, intDiv(time_us, 1000000) AS second,
                {CandleColumns.OfTicks}
            FROM
            (
                SELECT
                    symbol, broker, log_partition, {CandleColumns.TimeUs} AS time_us,
                    {CandleColumns.Place} AS place,
                    volume AS tick_volume, ask - bid AS tick_spread, side, price
                FROM ticks ARRAY JOIN {Sides} AS side, {Prices} AS price
                WHERE {records} AND price > 0
            )
            GROUP BY symbol, broker, log_partition, side, second
            """;
        var minutes = $"""
            SELECT
                c.symbol AS symbol, c.broker AS broker, c.log_partition AS log_partition,
                c.side AS side, c.level AS level, c.begin AS second, {CandleColumns.OfCandles}
            FROM
            (
                SELECT *, arrayJoin([1, 60]) AS level, intDiv(second, level) * level AS begin
                FROM ({seconds})
            ) AS c
            GROUP BY c.symbol, c.broker, c.log_partition, c.side, c.level, c.begin
            """;
        var added = $"""
            SELECT
                symbol, frame.1 AS timeframe, side, {OpenTime} AS open_time, broker, log_partition,
                toInt64(-1) AS held, {CandleColumns.Names}
            FROM
            (
                SELECT *, arrayJoin(if(level = 1, {Second}, {MinuteAndLonger})) AS frame
                FROM ({minutes})
            )
            """;
        var held = $"""
            SELECT
                symbol, CAST(timeframe, 'Int8'), CAST(side, 'Int8'), open_time, broker,
                log_partition, toInt64(through), {CandleColumns.Names}
            FROM candles FINAL WHERE ({Keys}) IN ({touched})
            """;
        return $$"""
            INSERT INTO candles ({{Keys}}, log_partition, through, {{CandleColumns.Names}})
            SELECT
                c.symbol, c.timeframe, c.side, c.open_time, c.broker, c.log_partition,
                {through:Array(Int64)}[c.log_partition + 1] AS through, {{CandleColumns.OfCandles}}
            FROM ({{added}} UNION ALL {{held}}) AS c
            GROUP BY c.symbol, c.timeframe, c.side, c.open_time, c.broker, c.log_partition
            HAVING max(c.held) < {through:Array(Int64)}[c.log_partition + 1]
                AND throwIf(
                    max(c.held) > {after:Array(Int64)}[c.log_partition + 1]
                        AND max(c.held) < {through:Array(Int64)}[c.log_partition + 1],
                    'holds a part of it') = 0
            """;
    }

    public static string CountTicks(RollupRange range) =>
        $"SELECT count() FROM ticks WHERE {Records(range)}";

    public static QueryParameters RoundParameters(RollupRange range)
    {
        var parameters = Parameters(range);
        parameters.Add("after", range.After);
        parameters.Add("through", range.Through);
        return parameters;
    }

    public static QueryParameters Parameters(RollupRange range)
    {
        var parameters = new QueryParameters();
        foreach (var one in range.Partitions)
        {
            parameters.Add(Name("p", one), (uint)one);
            parameters.Add(Name("a", one), range.After[one]);
            parameters.Add(Name("t", one), range.Through[one]);
        }
        return parameters;
    }

    // Term by term, so that the index of offsets is used.
    private static string Records(RollupRange range) =>
        "("
        + string.Join(
            " OR ",
            range.Partitions.Select(one =>
                $"(log_partition = {{{Name("p", one)}:UInt32}} AND log_offset > {{{Name("a", one)}:Int64}} "
                + $"AND log_offset <= {{{Name("t", one)}:Int64}})"
            )
        )
        + ")";

    private static string Name(string letter, int partition) =>
        letter + partition.ToString(CultureInfo.InvariantCulture);

    private static string Quoted(string type) => type.Replace("'", "\\'", StringComparison.Ordinal);
}
