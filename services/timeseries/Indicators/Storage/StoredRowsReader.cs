using Platform.ClickHouse;
using Platform.Timeseries.Ticks.Model;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>Rows of a series as its table has them now.</summary>
internal sealed class StoredRowsReader(ClickHouseClient clickHouse)
{
    /// <summary>Rows that open in [startUs, endUs], by key; one that is there twice is told as empty, which no row equals.</summary>
    public async Task<Dictionary<RowKey, double[]>> ReadAsync(
        TableSeries series,
        long startUs,
        long endUs,
        CancellationToken cancellation
    )
    {
        var table = series.Table;
        var columns = table
            .Columns.Select(StoredTexts.NumberSql)
            .Concat(table.Lists.Select(ListSql));
        var sql = $$"""
            SELECT toUnixTimestamp(timestamp), {{string.Join(", ", columns)}}{{(
                table.IsOfSessions ? $", {SessionColumns.ReadSql}" : ""
            )}}
            FROM {{Identifier.QuoteTable(table.Name)}}
            WHERE symbol = {symbol:String} AND timeframe = {timeframe:String} AND {{table.OwnSql}}
                AND timestamp >= toDateTime({from:UInt32}) AND timestamp <= toDateTime({through:UInt32})
            """;
        var parameters = new QueryParameters
        {
            { "symbol", series.Symbol },
            { "timeframe", series.Timeframe },
            { "from", SecondsOf(startUs) },
            { "through", SecondsOf(endUs) },
        };
        var stored = new Dictionary<RowKey, double[]>();
        await foreach (var block in clickHouse.QueryAsync(sql, parameters, ct: cancellation))
        {
            using (block)
            {
                for (var row = 0; row < block.RowCount; row++)
                {
                    var timeUs = block.Values<uint>(0)[row] * MicroTime.PerSecond;
                    var key = new RowKey(
                        timeUs,
                        table.IsOfSessions
                            ? SessionColumns.Read(block, row, 1 + table.Columns.Count)
                            : null
                    );
                    stored[key] = stored.ContainsKey(key) ? [] : ValuesOf(block, row, table);
                }
            }
        }
        return stored;
    }

    public static uint SecondsOf(long timeUs) =>
        (uint)Math.Clamp(timeUs / MicroTime.PerSecond, 0, uint.MaxValue);

    private static string ListSql(ListColumn column) =>
        $"arrayMap(one -> toFloat64(one), {Identifier.Quote(column.Column)})";

    private static double[] ValuesOf(Block block, int row, StoredTable table)
    {
        var numbers = new double[table.Columns.Count];
        for (var column = 0; column < numbers.Length; column++)
        {
            numbers[column] = block.Values<double>(column + 1)[row];
        }
        if (table.Lists.Count == 0)
        {
            return numbers;
        }
        var lists = new double[table.Lists.Count][];
        for (var list = 0; list < lists.Length; list++)
        {
            var array = (ArrayColumn)block[1 + numbers.Length + list];
            lists[list] = ((Column<double>)array.Elements).Values[array.GetRange(row)].ToArray();
        }
        return RowValues.Of(numbers, lists);
    }
}
