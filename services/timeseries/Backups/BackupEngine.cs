using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Timeseries.Schema;

namespace Platform.Timeseries.Backups;

/// <summary>
/// The engine's own BACKUP and RESTORE, of which nothing else here knows. A server of a cluster takes the
/// same statements, given a disk of that name.
/// </summary>
internal sealed class BackupEngine(
    ClickHouseClient clickHouse,
    IOptions<BackupOptions> options,
    IOptions<ClickHouseOptions> connection
)
{
    // The host's bound on a query is meant for reads.
    private static readonly Dictionary<string, string> NoTimeLimit = new()
    {
        ["max_execution_time"] = "0",
    };

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private QueryOptions Patient =>
        new() { Timeout = options.Value.StatementMax, Settings = NoTimeLimit };

    /// <param name="name">Where to.</param>
    /// <param name="baseName">What is there already is not copied again; empty: all is copied.</param>
    /// <param name="snapshot">Tables taken from the snapshot.</param>
    /// <param name="others">Views and the like: taken as they stand.</param>
    /// <param name="withSchemaJournal">Whether there is one.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task BackUpAsync(
        string name,
        string baseName,
        IEnumerable<string> snapshot,
        IEnumerable<StoreTable> others,
        bool withSchemaJournal,
        CancellationToken cancellation
    )
    {
        var settings = options.Value;
        var copied = snapshot.Select(table =>
            $"TABLE {Name(settings.SnapshotDatabase, table)} AS {Live(table)}"
        );
        var asIs = others.Select(table => $"{table.Keyword} {Live(table.Name)}");
        if (withSchemaJournal)
        {
            asIs = asIs.Append(
                $"TABLE {Name(ClickHouseJournal.Database, ClickHouseJournal.TableName)}"
            );
        }
        var basedOn = baseName.Length > 0 ? $" SETTINGS base_backup = {Place(baseName)}" : "";
        return RunAsync(
            $"BACKUP {string.Join(", ", copied.Concat(asIs))} TO {Place(name)}{basedOn}",
            cancellation
        );
    }

    /// <summary>Makes the tables, empty.</summary>
    public Task RestoreStructureAsync(string name, CancellationToken cancellation) =>
        RunAsync($"RESTORE ALL FROM {Place(name)} SETTINGS structure_only = true", cancellation);

    /// <summary>Fills the tables.</summary>
    public Task RestoreDataAsync(string name, CancellationToken cancellation) =>
        RunAsync($"RESTORE ALL FROM {Place(name)}", cancellation);

    /// <summary>
    /// Ends what the engine still does for somebody who is gone, and returns when it is over. It may go on with a
    /// table to its end though it was told to stop. Only under the folder's lock: nobody else waits for it then.
    /// </summary>
    public async Task EndRunningAsync(CancellationToken cancellation)
    {
        const string Running =
            "query_kind IN ('Backup', 'Restore') AND position(query, {place:String}) > 0";
        var parameters = new QueryParameters { { "place", $"Disk('{options.Value.Disk}', '" } };
        while (
            await clickHouse.QueryScalarAsync<ulong>(
                $"SELECT count() FROM system.processes WHERE {Running}",
                parameters,
                ct: cancellation
            ) > 0
        )
        {
            await clickHouse.ExecuteAsync(
                $"KILL QUERY WHERE {Running} ASYNC",
                parameters,
                new QueryOptions { Idempotent = true },
                cancellation
            );
            await Task.Delay(Poll, cancellation);
        }
    }

    public async Task<string> VersionAsync(CancellationToken cancellation) =>
        await clickHouse.QueryScalarAsync<string>("SELECT version()", ct: cancellation) ?? "";

    private Task<QuerySummary> RunAsync(string sql, CancellationToken cancellation) =>
        clickHouse.ExecuteAsync(sql, options: Patient, ct: cancellation);

    private string Live(string table) => Name(connection.Value.Database, table);

    private static string Name(string database, string table) =>
        $"{Identifier.Quote(database)}.{Identifier.Quote(table)}";

    // Both were checked to be words: there is nothing to escape.
    private string Place(string name) =>
        $"Disk('{options.Value.Disk}', '{name}/{BackupFolder.EngineFiles}')";
}
