using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.Schema.Service;
using Platform.ServiceDefaults;
using Platform.Timeseries.Schema;
using Platform.Timeseries.Ticks.Storage;

namespace Platform.Timeseries.Backups;

/// <summary>
/// Restores a backup into an empty store and compares what is there then with what was noted. All or
/// nothing: after a failure the store is empty again.
/// </summary>
internal sealed partial class RestoreRun(
    BackupFolder folder,
    BackupEngine engine,
    StoreTables tables,
    TableSums sums,
    StoreGate gate,
    ISchemaStore schema,
    RestoreMark mark,
    ClickHouseClient clickHouse,
    IOptions<BackupOptions> options,
    IOptions<ClickHouseOptions> connection,
    ILogger<RestoreRun> logger
)
{
    private static readonly TimeSpan CleaningMax = TimeSpan.FromMinutes(5);

    public async Task<BackupManifest> RestoreAsync(
        string name,
        BackupProgress progress,
        CancellationToken cancellation
    )
    {
        using var locked = folder.Lock();
        var manifest = folder.Get(name);
        CheckChain(manifest);
        await using var claim =
            await schema.TryLockAsync(cancellation) ?? throw BackupFailures.SchemaChanges();
        using var turn = await gate.EnterAllAsync(cancellation);
        await engine.EndRunningAsync(cancellation);
        // What a restore left that was not finished is no content.
        if (
            await mark.FindAsync(cancellation) is null
            && await tables.FilledAsync(cancellation) is [var filled, ..]
        )
        {
            PlatformErrors.Throw(
                ErrorReason.StoreNotEmpty,
                $"The store is not empty: its table {filled} has rows, for one.",
                ("table", filled)
            );
        }
        await mark.SetAsync(name, cancellation);
        gate.IsWhole = false;
        try
        {
            // Empty tables may be of another version than the backup's.
            await tables.DropAllAsync(cancellation);
            await FillAsync(manifest, progress, cancellation);
            await mark.ClearAsync(cancellation);
            gate.IsWhole = true;
        }
        catch (Exception failure)
        {
            await ClearAsync(manifest);
            throw failure switch
            {
                ClickHouseException refused when BackupFailures.IsDiskFull(refused) =>
                    BackupFailures.DiskFull(refused),
                ClickHouseException { IsTransient: false } refused => Unrestorable(name, refused),
                _ => failure,
            };
        }
        gate.Replaced();
        LogRestored(name, manifest.Tables.Count);
        return manifest;
    }

    private async Task FillAsync(
        BackupManifest manifest,
        BackupProgress progress,
        CancellationToken cancellation
    )
    {
        await progress.TellAsync("making the tables", 0);
        if (manifest.HasSchemaJournal)
        {
            await tables.DropSchemaJournalAsync(cancellation);
        }
        await engine.RestoreStructureAsync(manifest.Name, cancellation);
        var made = (await tables.ListAsync(cancellation)).Where(table => table.HasParts).ToList();
        // A merge would make other rows of some, before they could be compared.
        await EachAsync("SYSTEM STOP MERGES", made, cancellation);
        await EachAsync("SYSTEM STOP TTL MERGES", made, cancellation);
        await progress.WhileAsync(
            engine.RestoreDataAsync(manifest.Name, cancellation),
            "copying",
            () => 0.1
        );
        if (manifest.HasSchemaJournal)
        {
            // It has no checksum of its own; reading all of it has the engine check that of every block.
            _ = await sums.OfAsync(
                ClickHouseJournal.Database,
                ClickHouseJournal.TableName,
                cancellation
            );
        }
        var compared = 0;
        foreach (var expected in manifest.Tables)
        {
            var found = await sums.OfAsync(connection.Value.Database, expected.Table, cancellation);
            if (found != expected)
            {
                throw BackupFailures.Differs(manifest.Name, expected, found);
            }
            await progress.TellAsync(
                "comparing checksums",
                0.6 + 0.4 * ++compared / manifest.Tables.Count
            );
        }
        await EachAsync("SYSTEM START MERGES", made, cancellation);
        await EachAsync("SYSTEM START TTL MERGES", made, cancellation);
    }

    private async Task EachAsync(
        string statement,
        IEnumerable<StoreTable> made,
        CancellationToken cancellation
    )
    {
        foreach (var table in made)
        {
            await clickHouse.ExecuteAsync(
                $"{statement} {Identifier.Quote(table.Name)}",
                options: new QueryOptions { Idempotent = true },
                ct: cancellation
            );
        }
    }

    private void CheckChain(BackupManifest manifest)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var one = manifest; one.Base.Length > 0; )
        {
            seen.Add(one.Name);
            // A manifest may come from elsewhere, and say anything.
            one =
                (
                    BackupFolder.IsName(one.Base) && !seen.Contains(one.Base)
                        ? folder.Find(one.Base)
                        : null
                )
                ?? throw PlatformErrors.Create(
                    ErrorReason.UnknownBackup,
                    $"Backup '{one.Name}' continues '{one.Base}', which is not there.",
                    ("name", one.Base)
                );
        }
    }

    private Grpc.Core.RpcException Unrestorable(string name, ClickHouseException refused)
    {
        LogUnrestorable(name, refused.Message);
        return BackupFailures.Unrestorable(name, refused);
    }

    private async Task ClearAsync(BackupManifest manifest)
    {
        using var stopping = new CancellationTokenSource(options.Value.StatementMax);
        try
        {
            // It would go on making tables.
            await engine.EndRunningAsync(stopping.Token);
            using var limit = new CancellationTokenSource(CleaningMax);
            await tables.DropAllAsync(limit.Token);
            if (manifest.HasSchemaJournal)
            {
                await tables.DropSchemaJournalAsync(limit.Token);
            }
            await mark.ClearAsync(limit.Token);
            gate.IsWhole = true;
        }
        catch (Exception left) when (left is ClickHouseException or OperationCanceledException)
        {
            LogNotCleared(left.Message);
        }
    }

    [LoggerMessage(721, LogLevel.Information, "Backup '{Name}' is restored: {Tables} tables")]
    private partial void LogRestored(string name, int tables);

    [LoggerMessage(722, LogLevel.Error, "Backup '{Name}' can't be restored: {Reason}")]
    private partial void LogUnrestorable(string name, string reason);

    [LoggerMessage(723, LogLevel.Critical, "What was restored could not be removed: {Reason}")]
    private partial void LogNotCleared(string reason);
}
