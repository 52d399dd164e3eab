using Platform.ClickHouse;
using Platform.Common.V1;
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
    ClickHouseClient clickHouse,
    Microsoft.Extensions.Options.IOptions<ClickHouseOptions> connection,
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
        using var turn = await gate.EnterAllAsync(cancellation);
        if (await tables.FilledAsync(cancellation) is [var filled, ..])
        {
            PlatformErrors.Throw(
                ErrorReason.StoreNotEmpty,
                $"The store is not empty: its table {filled} has rows, for one.",
                ("table", filled)
            );
        }
        // Empty tables may be of another version than the backup's.
        await tables.DropAllAsync(cancellation);
        try
        {
            await FillAsync(manifest, progress, cancellation);
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
        for (var one = manifest; one.Base.Length > 0; )
        {
            one =
                folder.Find(one.Base)
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
        using var limit = new CancellationTokenSource(CleaningMax);
        try
        {
            await tables.DropAllAsync(limit.Token);
            if (manifest.HasSchemaJournal)
            {
                await tables.DropSchemaJournalAsync(limit.Token);
            }
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
