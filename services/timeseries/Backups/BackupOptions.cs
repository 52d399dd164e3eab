using System.ComponentModel.DataAnnotations;

namespace Platform.Timeseries.Backups;

/// <summary>Where backups lie and how long their steps may take. Section <c>Backups</c>.</summary>
internal sealed class BackupOptions
{
    public const string Section = "Backups";

    /// <summary>
    /// The directory of backups as this process sees it: the one behind <see cref="Disk"/>. Default: none,
    /// and nothing can be backed up.
    /// </summary>
    public string Path { get; init; } = "";

    /// <summary>What the engine calls that directory: its backups.allowed_disk. Default backups.</summary>
    [RegularExpression("^[A-Za-z0-9_]{1,64}$")]
    public string Disk { get; init; } = "backups";

    /// <summary>The database a snapshot stands in while it is copied; it is dropped before and after. Default backup_snapshot.</summary>
    [RegularExpression("^[A-Za-z0-9_]{1,64}$")]
    public string SnapshotDatabase { get; init; } = "backup_snapshot";

    /// <summary>How long to wait for the insert under way before the store is held still. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan HaltWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest one statement of the engine may take, such as the copying itself. Default 6 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan StatementMax { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How often progress is told while the engine works. Default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Restore this backup into the (empty) store and end, instead of serving. Default: none.
    /// </summary>
    public string Restore { get; init; } = "";
}
