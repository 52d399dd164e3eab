using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Timeseries.Candles.Rollup;
using Platform.Timeseries.Ticks.Read;

namespace Platform.Timeseries.Candles;

/// <summary>Makes parts of candles from ticks that are stored but not rolled up, or not known to be.</summary>
internal sealed class TailCandles(ClickHouseClient clickHouse, IOptions<ReadOptions> options)
{
    /// <summary>Adds the ticks with offsets in (after, through].</summary>
    public async Task AddAsync(
        CandleRange range,
        long after,
        long through,
        CandleSum into,
        CancellationToken cancellation
    )
    {
        // Rows that are ahead of the progress end at few offsets; ticks are kept apart between them.
        var sql = $$"""
            SELECT opened, broker, steps_before, {{CandleColumns.Names}}
            FROM
            (
                SELECT
                    opened, broker, steps_before, {{CandleColumns.OfTicks}},
                    dense_rank() OVER (ORDER BY opened {{(
                range.NewestFirst ? "DESC" : "ASC"
            )}}) AS rank
                FROM
                (
                    SELECT
                        {{Price.Sql(range.Side)}} AS price, {{CandleColumns.Place}} AS place,
                        volume AS tick_volume, ask - bid AS tick_spread, broker,
                        intDiv({{CandleColumns.TimeUs}} + {shift:Int64}, {length:Int64})
                            * {length:Int64} - {shift:Int64} AS opened,
                        arrayCount(step -> log_offset > step, {steps:Array(Int64)}) AS steps_before
                    FROM ticks
                    WHERE symbol = {symbol:String}
                        AND log_offset > {after:Int64} AND log_offset <= {through:Int64}
                        AND (empty({broker:String}) OR broker = {broker:String})
                        AND timestamp >= fromUnixTimestamp64Micro({start:Int64}, 'UTC')
                        AND timestamp < fromUnixTimestamp64Micro({end:Int64}, 'UTC')
                        AND price > 0
                )
                GROUP BY opened, broker, steps_before
            )
            WHERE rank <= {limit:UInt32}
            """;
        var parameters = CandleQuery.Parameters(range);
        parameters.Add("shift", range.Frame.ShiftUs);
        parameters.Add("length", range.Frame.LengthUs);
        parameters.Add("after", after);
        parameters.Add("through", through);
        parameters.Add("steps", into.Steps);
        var opens = new HashSet<long>();
        var settings = CandleQuery.Options(options.Value);
        await foreach (var block in clickHouse.QueryAsync(sql, parameters, settings, cancellation))
        {
            using (block)
            {
                var opened = block.Values<long>(0);
                var brokers = (LowCardinalityColumn)block[1];
                var steps = block.Values<uint>(2);
                for (var i = 0; i < block.RowCount; i++)
                {
                    opens.Add(opened[i]);
                    into.Add(
                        CandleQuery.CandleAt(block, 3, opened[i], i),
                        brokers.GetString(i)!,
                        (int)steps[i]
                    );
                }
            }
        }
        into.Limited(opens);
    }
}
