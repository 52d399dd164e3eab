using Microsoft.Extensions.Options;
using Platform.ClickHouse;

namespace Platform.Timeseries.Transfers;

/// <summary>
/// Settles a chunk of which nobody knows whether it was stored: the engine notes an insert's token before
/// it keeps the rows, so that one killed in between would take the repeat for done. The chunk is put into a
/// table of its own, and the rows of it that the target lacks are added.
/// </summary>
internal sealed class ImportDoubt(ClickHouseClient clickHouse, IOptions<TransferOptions> options)
{
    /// <returns>Rows of the chunk.</returns>
    public async Task<ulong> SettleAsync(
        TransferTable table,
        string source,
        string format,
        ReadOnlyMemory<byte> chunk,
        CancellationToken cancellation
    )
    {
        var name = ImportTables.Stage(source, table.Name);
        var stage = Identifier.Quote(name);
        await RunAsync($"DROP TABLE IF EXISTS {stage} SYNC");
        await RunAsync($"CREATE TABLE {stage} AS {Identifier.Quote(table.Name)}");
        try
        {
            await RunAsync($"SYSTEM STOP MERGES {stage}");
            await clickHouse.InsertRawAsync(
                name,
                format,
                chunk,
                new InsertOptions
                {
                    Timeout = options.Value.StatementMax,
                    Settings = TransferFormats.ImportSettings,
                },
                cancellation
            );
            var rows = await clickHouse.QueryScalarAsync<ulong>(
                $"SELECT count() FROM {stage}",
                ct: cancellation
            );
            await RunAsync(AddMissing(table, stage));
            return rows;
        }
        finally
        {
            await clickHouse.ExecuteAsync(
                $"DROP TABLE IF EXISTS {stage} SYNC",
                ct: CancellationToken.None
            );
        }

        Task<QuerySummary> RunAsync(string sql) =>
            clickHouse.ExecuteAsync(
                sql,
                options: new QueryOptions
                {
                    Timeout = options.Value.StatementMax,
                    Settings = new Dictionary<string, string>
                    {
                        ["insert_deduplicate"] = "0",
                        ["max_partitions_per_insert_block"] = "0",
                        ["max_execution_time"] = "0",
                    },
                },
                ct: cancellation
            );
    }

    private static string AddMissing(TransferTable table, string stage)
    {
        var target = Identifier.Quote(table.Name);
        var all = string.Join(", ", table.Columns.Select(column => Identifier.Quote(column.Name)));
        // A default such as now() differs each time it is made.
        var given = table.Columns.Where(column => !column.HasDefault).ToList();
        var compared = string.Join(
            ", ",
            (given.Count > 0 ? given : table.Columns).Select(column =>
                Identifier.Quote(column.Name)
            )
        );
        var range = table.TimeColumn is { } time
            ? $"WHERE {Identifier.Quote(time)} BETWEEN (SELECT min({Identifier.Quote(time)}) FROM {stage}) AND (SELECT max({Identifier.Quote(time)}) FROM {stage})"
            : "";
        return $"INSERT INTO {target} ({all}) SELECT {all} FROM {stage} "
            + $"WHERE cityHash64(tuple({compared})) NOT IN "
            + $"(SELECT cityHash64(tuple({compared})) FROM {target} {range})";
    }
}
