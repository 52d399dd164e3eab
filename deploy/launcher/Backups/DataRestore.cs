using Platform.Launcher.Manifest;
using Platform.Launcher.State;

namespace Platform.Launcher.Backups;

/// <summary>Builds a data directory of a backup: its backups, the log, then the store. All of it or nothing.</summary>
internal sealed class DataRestore(BackupFiles backup, SuiteLayout layout)
{
    /// <summary>Whose log is taken; null: the backup's copy.</summary>
    public SuiteLayout? LogFrom { get; init; }

    public required TyeFile Manifest { get; init; }

    public Action<string> Say { get; init; } = _ => { };

    public async Task RunAsync(CancellationToken cancellation)
    {
        var chain = backup.Chain();
        if (LogFrom is null && !backup.HasLog)
            throw new LaunchFailure(
                $"backup '{backup.Name}' has no log, perhaps because its making was interrupted: name the data directory whose log is to be taken with --log-from"
            );
        if (
            Directory.Exists(layout.Data) && Directory.EnumerateFileSystemEntries(layout.Data).Any()
        )
            throw new LaunchFailure(
                $"{layout.Data} is not empty: a backup is restored into a new directory only"
            );
        layout.Create();
        RestoreMark.Set(layout, backup.Name);
        try
        {
            await FillAsync(chain, cancellation);
            RestoreMark.Clear(layout);
        }
        catch
        {
            Directory.Delete(layout.Data, recursive: true);
            throw;
        }
    }

    private async Task FillAsync(IReadOnlyList<BackupFiles> chain, CancellationToken cancellation)
    {
        foreach (var one in chain)
        {
            Say($"taking over backup '{one.Name}'");
            var to = Path.Combine(layout.Backups, one.Name);
            await Task.Run(() => one.CopyTo(to, cancellation), cancellation);
        }
        Say(LogFrom is null ? "restoring the log" : $"copying the log of {LogFrom.Data}");
        await Task.Run(() => PlaceLog(cancellation), cancellation);
        await new StoreRestore(layout, Manifest, Say).RunAsync(backup.Name, cancellation);
    }

    private void PlaceLog(CancellationToken cancellation)
    {
        var to = LogCopy.PathIn(layout);
        if (LogFrom is { } other)
            new LogCopy(LogCopy.PathIn(other), to, sparse: false, Say).Run(cancellation);
        else
            LogRestore.Run(backup, to, cancellation);
    }
}
