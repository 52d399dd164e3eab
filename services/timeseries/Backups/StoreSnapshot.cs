using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Timeseries.Ticks.Storage;

namespace Platform.Timeseries.Backups;

/// <summary>
/// The store as it was at one moment: a second set of tables that share the parts of the first (hard
/// links, no copies) and are never merged, so that what is summed up is what is backed up while writing
/// goes on beside it.
/// </summary>
internal sealed class StoreSnapshot(
    ClickHouseClient clickHouse,
    StoreTables tables,
    IOptions<BackupOptions> options,
    IOptions<ClickHouseOptions> connection
)
{
    private string Database => options.Value.SnapshotDatabase;

    /// <summary>Makes the tables of the snapshot, empty; they can be filled without delay then.</summary>
    public async Task PrepareAsync(
        IEnumerable<StoreTable> copied,
        Func<int, Task> made,
        CancellationToken cancellation
    )
    {
        await RunAsync($"CREATE DATABASE {Identifier.Quote(Database)} ENGINE = Atomic");
        var count = 0;
        foreach (var table in copied)
        {
            await RunAsync($"CREATE TABLE {Of(table.Name)} AS {Live(table.Name)}");
            await RunAsync($"SYSTEM STOP MERGES {Of(table.Name)}");
            await RunAsync($"SYSTEM STOP TTL MERGES {Of(table.Name)}");
            await made(++count);
        }

        Task<QuerySummary> RunAsync(string sql) => clickHouse.ExecuteAsync(sql, ct: cancellation);
    }

    /// <summary>Takes it: all tables while nothing is inserted.</summary>
    public async Task<IReadOnlyList<LogPlace>> TakeAsync(
        IEnumerable<StoreTable> copied,
        CancellationToken cancellation
    )
    {
        var filled = (await tables.FilledAsync(cancellation)).ToHashSet(StringComparer.Ordinal);
        foreach (var table in copied.Where(table => filled.Contains(table.Name)))
        {
            await clickHouse.ExecuteAsync(
                $"ALTER TABLE {Of(table.Name)} ATTACH PARTITION ALL FROM {Live(table.Name)}",
                ct: cancellation
            );
        }
        return filled.Contains(TickTable.Name) ? await PlacesAsync(cancellation) : [];
    }

    /// <summary>Drops it, or what an interrupted backup left of one.</summary>
    public async Task DropAsync(CancellationToken cancellation) =>
        await clickHouse.ExecuteAsync(
            $"DROP DATABASE IF EXISTS {Identifier.Quote(Database)} SYNC",
            options: new QueryOptions
            {
                Idempotent = true,
                Settings = new Dictionary<string, string>
                {
                    ["max_table_size_to_drop"] = "0",
                    ["max_partition_size_to_drop"] = "0",
                },
            },
            ct: cancellation
        );

    /// <summary>What a full backup of it would take, about.</summary>
    public async Task<ulong> BytesAsync(CancellationToken cancellation) =>
        await clickHouse.QueryScalarAsync<ulong>(
            "SELECT toUInt64(sum(bytes_on_disk)) FROM system.parts "
                + "WHERE database = {database:String} AND active",
            new QueryParameters { { "database", Database } },
            ct: cancellation
        );

    private async Task<IReadOnlyList<LogPlace>> PlacesAsync(CancellationToken cancellation)
    {
        var rows = await clickHouse.QueryRowsAsync(
            "SELECT log_partition, max(log_offset) + 1 "
                + $"FROM {Of(TickTable.Name)} GROUP BY log_partition ORDER BY log_partition",
            ct: cancellation
        );
        return [.. rows.Select(row => new LogPlace((uint)row[0]!, (ulong)row[1]!))];
    }

    private string Of(string table) => $"{Identifier.Quote(Database)}.{Identifier.Quote(table)}";

    private string Live(string table) =>
        $"{Identifier.Quote(connection.Value.Database)}.{Identifier.Quote(table)}";
}
