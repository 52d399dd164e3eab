using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Timeseries.Candles.Rollup;
using Platform.Timeseries.Ticks.Read;

namespace Platform.Timeseries.Candles;

/// <summary>A candle of one broker as it is rolled up: all its ticks up to an offset.</summary>
internal readonly record struct RolledRow(Candle Candle, string Broker, long Through);

/// <param name="Rows">Of at most the limit's number of open times, all brokers of each.</param>
/// <param name="Newest">The newest offset any of them reaches; -1: none.</param>
internal sealed record RolledRows(List<RolledRow> Rows, long Newest);

/// <summary>Reads rolled-up candles.</summary>
internal sealed class RolledCandles(ClickHouseClient clickHouse, IOptions<ReadOptions> options)
{
    private const string Wanted =
        "symbol = {symbol:String} AND timeframe = {frame:String} AND side = {side:String} "
        + "AND (empty({broker:String}) OR broker = {broker:String}) "
        + "AND open_time >= fromUnixTimestamp64Micro({start:Int64}, 'UTC') "
        + "AND open_time < fromUnixTimestamp64Micro({end:Int64}, 'UTC')";

    public async Task<RolledRows> ReadAsync(CandleRange range, CancellationToken cancellation)
    {
        // The limit first, over one narrow column in the table's order; then whole rows between its ends.
        var sql = $$"""
            WITH
            (
                SELECT (min(wanted), max(wanted)) FROM
                (
                    SELECT DISTINCT open_time AS wanted FROM candles WHERE {{Wanted}}
                    ORDER BY wanted {{(range.NewestFirst ? "DESC" : "ASC")}} LIMIT {limit:UInt32}
                )
            ) AS ends
            SELECT open_time, broker, through, {{CandleColumns.Names}}
            FROM candles FINAL
            WHERE {{Wanted}} AND open_time >= ends.1 AND open_time <= ends.2
            """;
        var parameters = CandleQuery.Parameters(range);
        parameters.Add("frame", range.Frame.Name);
        parameters.Add("side", Price.NameOf(range.Side));
        var rows = new List<RolledRow>();
        var newest = -1L;
        var blocks = clickHouse.QueryAsync(
            sql,
            parameters,
            CandleQuery.Options(options.Value),
            cancellation
        );
        await foreach (var block in blocks)
        {
            using (block)
            {
                var opens = block.Values<long>(0);
                var brokers = (LowCardinalityColumn)block[1];
                var through = block.Values<ulong>(2);
                for (var i = 0; i < block.RowCount; i++)
                {
                    rows.Add(
                        new RolledRow(
                            CandleQuery.CandleAt(block, 3, opens[i], i),
                            brokers.GetString(i)!,
                            (long)through[i]
                        )
                    );
                    newest = Math.Max(newest, (long)through[i]);
                }
            }
        }
        return new RolledRows(rows, newest);
    }
}
