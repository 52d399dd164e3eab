using Microsoft.Extensions.Options;
using Platform.Backup.V1;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.Schema.Service;
using Platform.ServiceDefaults;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.Transfers;

namespace Platform.Timeseries.Backups;

/// <summary>
/// Makes a backup while the store serves: holds inserts of ticks for as long as taking a snapshot takes,
/// then sums up and copies the snapshot in its own time.
/// </summary>
internal sealed partial class BackupRun(
    BackupFolder folder,
    BackupEngine engine,
    StoreSnapshot snapshot,
    StoreTables tables,
    TableSums sums,
    StoreGate gate,
    ISchemaStore schema,
    TimeProvider time,
    IOptions<BackupOptions> options,
    IOptions<ClickHouseOptions> connection,
    ILogger<BackupRun> logger
)
{
    private static readonly TimeSpan CleaningMax = TimeSpan.FromMinutes(2);

    public async Task<BackupManifest> CreateAsync(
        CreateBackupRequest request,
        BackupProgress progress,
        CancellationToken cancellation
    )
    {
        using var locked = folder.Lock();
        if (Repeated(request) is { } made)
        {
            return made;
        }
        var name = request.Name.Length > 0 ? request.Name : NameOfNow();
        if (folder.Find(name) is not null)
        {
            PlatformErrors.Throw(
                ErrorReason.AlreadyExists,
                $"There is a backup '{name}' already.",
                ("name", name)
            );
        }
        if (request.Base.Length > 0)
        {
            folder.Get(request.Base);
        }
        // Tables and the journal that says at which version they are belong together.
        await using var claim =
            await schema.TryLockAsync(cancellation) ?? throw BackupFailures.SchemaChanges();
        await engine.EndRunningAsync(cancellation);
        folder.RemoveLeftovers();
        try
        {
            folder.Begin(name);
            await snapshot.DropAsync(cancellation);
            var manifest = await MakeAsync(name, request, progress, cancellation);
            folder.Finish(manifest);
            LogMade(name, manifest.Tables.Count, manifest.Bytes);
            return manifest;
        }
        catch (Exception failure)
        {
            await RemoveAsync(name);
            throw BackupFailures.IsDiskFull(failure) ? BackupFailures.DiskFull(failure) : failure;
        }
        finally
        {
            await CleanAsync();
        }
    }

    private async Task<BackupManifest> MakeAsync(
        string name,
        CreateBackupRequest request,
        BackupProgress progress,
        CancellationToken cancellation
    )
    {
        var all = (await tables.ListAsync(cancellation))
            .Where(table => !ImportTables.IsPassing(table.Name))
            .ToList();
        var copied = all.Where(table => table.HasParts).ToList();
        await snapshot.PrepareAsync(
            copied,
            made => progress.TellAsync("preparing the snapshot", 0.1 * made / copied.Count),
            cancellation
        );
        await progress.TellAsync("taking the snapshot", 0.1);
        var (through, createdAt) = await TakeAsync(copied, cancellation);
        var states = new List<TableState>();
        foreach (var table in copied)
        {
            states.Add(
                await sums.OfAsync(options.Value.SnapshotDatabase, table.Name, cancellation)
            );
            await progress.TellAsync("summing up", 0.1 + 0.3 * states.Count / copied.Count);
        }
        var hasJournal = await tables.HasSchemaJournalAsync(cancellation);
        var copying = engine.BackUpAsync(
            name,
            request.Base,
            copied.Select(table => table.Name),
            all.Except(copied),
            hasJournal,
            cancellation
        );
        var whole = Math.Max(1, await snapshot.BytesAsync(cancellation));
        await progress.WhileAsync(
            copying,
            "copying",
            () => 0.4 + 0.6 * Math.Min(1, folder.BytesOf(name) / (double)whole)
        );
        return new BackupManifest
        {
            Name = name,
            Base = request.Base,
            CreatedAt = createdAt,
            RequestId = request.RequestId,
            EngineVersion = await engine.VersionAsync(cancellation),
            Database = connection.Value.Database,
            HasSchemaJournal = hasJournal,
            Bytes = folder.BytesOf(name),
            Through = through,
            Tables = states,
        };
    }

    private async Task<(IReadOnlyList<LogPlace> Through, DateTimeOffset At)> TakeAsync(
        IReadOnlyList<StoreTable> copied,
        CancellationToken cancellation
    )
    {
        using var turn =
            await gate.TryEnterAllAsync(options.Value.HaltWait, cancellation)
            ?? throw StoreErrors.Unavailable("an insert does not come to its end");
        var began = time.GetTimestamp();
        var through = await snapshot.TakeAsync(copied, cancellation);
        LogHeld(time.GetElapsedTime(began).TotalMilliseconds);
        return (through, time.GetUtcNow());
    }

    private BackupManifest? Repeated(CreateBackupRequest request)
    {
        var made =
            request.RequestId.Length == 0
                ? null
                : folder.List().FirstOrDefault(one => one.RequestId == request.RequestId);
        if (
            made is not null
            && (made.Base != request.Base || (request.Name.Length > 0 && made.Name != request.Name))
        )
        {
            PlatformErrors.Throw(
                ErrorReason.RequestIdReused,
                $"This request_id made backup '{made.Name}' on base '{made.Base}'."
            );
        }
        return made;
    }

    private string NameOfNow() =>
        time.GetUtcNow()
            .ToString("yyyyMMdd-HHmmss-fff", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Once the engine writes to it no more. While that can't be known it stays, unlisted, for the next run.</summary>
    private async Task RemoveAsync(string name)
    {
        using var limit = new CancellationTokenSource(options.Value.StatementMax);
        try
        {
            await engine.EndRunningAsync(limit.Token);
            folder.Remove(name);
        }
        catch (Exception left)
            when (left is ClickHouseException or OperationCanceledException or IOException)
        {
            LogNotRemoved(name, left.Message);
        }
    }

    /// <summary>Also after the caller has gone; what it can't do now, the next run does.</summary>
    private async Task CleanAsync()
    {
        using var limit = new CancellationTokenSource(CleaningMax);
        try
        {
            await snapshot.DropAsync(limit.Token);
        }
        catch (Exception left) when (left is ClickHouseException or OperationCanceledException)
        {
            LogNotCleaned(left.Message);
        }
    }

    [LoggerMessage(711, LogLevel.Information, "Backup '{Name}': {Tables} tables, {Bytes} bytes")]
    private partial void LogMade(string name, int tables, ulong bytes);

    [LoggerMessage(712, LogLevel.Information, "Inserts of ticks were held for {Milliseconds} ms")]
    private partial void LogHeld(double milliseconds);

    [LoggerMessage(
        714,
        LogLevel.Warning,
        "What was made of backup '{Name}' is still there: {Reason}"
    )]
    private partial void LogNotRemoved(string name, string reason);

    [LoggerMessage(713, LogLevel.Warning, "A backup's snapshot is still there: {Reason}")]
    private partial void LogNotCleaned(string reason);
}
