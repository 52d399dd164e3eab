using Platform.ClickHouse;
using Platform.Timeseries.Schema;

namespace Platform.Timeseries.Backups;

/// <summary>A table, view or dictionary of the store.</summary>
internal sealed record StoreTable(string Name, string Engine)
{
    /// <summary>Its rows lie in parts that can be shared with a snapshot.</summary>
    public bool HasParts => Engine.EndsWith("MergeTree", StringComparison.Ordinal);

    public string Keyword => Engine == "Dictionary" ? "DICTIONARY" : "TABLE";
}

/// <summary>What the store consists of, read from the engine's own list, and taking it down.</summary>
internal sealed class StoreTables(ClickHouseClient clickHouse)
{
    // Tables behind a materialized view are the view's own: they come and go with it.
    private const string OfDatabase =
        "FROM system.tables WHERE database = currentDatabase() AND NOT is_temporary "
        + "AND NOT startsWith(name, '.inner')";

    public async Task<IReadOnlyList<StoreTable>> ListAsync(CancellationToken cancellation)
    {
        var rows = await clickHouse.QueryRowsAsync(
            $"SELECT name, engine {OfDatabase} ORDER BY name",
            ct: cancellation
        );
        return [.. rows.Select(row => new StoreTable((string)row[0]!, (string)row[1]!))];
    }

    /// <summary>Tables of the database that have rows.</summary>
    public async Task<IReadOnlyList<string>> FilledAsync(CancellationToken cancellation)
    {
        var rows = await clickHouse.QueryRowsAsync(
            $"SELECT name {OfDatabase} AND total_rows > 0 ORDER BY name",
            ct: cancellation
        );
        return [.. rows.Select(row => (string)row[0]!)];
    }

    /// <summary>The journal of the schema stands beside the store's database, and belongs to it.</summary>
    public async Task<bool> HasSchemaJournalAsync(CancellationToken cancellation) =>
        await clickHouse.QueryScalarAsync<ulong>(
            "SELECT count() FROM system.tables WHERE database = {database:String} AND name = {table:String}",
            new QueryParameters
            {
                { "database", ClickHouseJournal.Database },
                { "table", ClickHouseJournal.TableName },
            },
            ct: cancellation
        ) > 0;

    /// <summary>Makes room for a backup's journal, or takes away one that was restored.</summary>
    public async Task DropSchemaJournalAsync(CancellationToken cancellation)
    {
        var options = new QueryOptions { Idempotent = true };
        await clickHouse.ExecuteAsync(
            $"CREATE DATABASE IF NOT EXISTS {ClickHouseJournal.Database}",
            options: options,
            ct: cancellation
        );
        await clickHouse.ExecuteAsync(
            $"DROP TABLE IF EXISTS {ClickHouseJournal.Database}.{ClickHouseJournal.TableName} SYNC",
            options: options,
            ct: cancellation
        );
    }

    /// <summary>Drops everything; views before the tables they read or fill.</summary>
    public async Task DropAllAsync(CancellationToken cancellation)
    {
        var tables = await ListAsync(cancellation);
        foreach (var table in tables.OrderBy(table => table.HasParts))
        {
            await clickHouse.ExecuteAsync(
                $"DROP {table.Keyword} IF EXISTS {Identifier.Quote(table.Name)} SYNC",
                options: new QueryOptions
                {
                    Idempotent = true,
                    Settings = new Dictionary<string, string>
                    {
                        // The engine's guard against dropping much by mistake.
                        ["max_table_size_to_drop"] = "0",
                        ["max_partition_size_to_drop"] = "0",
                        ["check_table_dependencies"] = "0",
                    },
                },
                ct: cancellation
            );
        }
    }
}
