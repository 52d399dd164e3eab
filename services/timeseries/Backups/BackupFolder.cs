using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Backups;

/// <summary>
/// The directory of backups: DIR/NAME/engine holds the engine's files, DIR/NAME/manifest.json says what
/// they are.
/// </summary>
internal sealed partial class BackupFolder(
    IOptions<BackupOptions> options,
    ILogger<BackupFolder> logger
)
{
    public const string EngineFiles = "engine";
    private const string LockName = ".lock";

    // In a directory from its making until its manifest is written: what has neither is not ours.
    private const string UnfinishedName = ".unfinished";
    private const int NameLengthMax = 64;

    private string Root =>
        options.Value.Path is { Length: > 0 } path
            ? path
            : throw PlatformErrors.Create(
                ErrorReason.NotImplemented,
                "This service keeps no backups: its setting Backups:Path names no directory."
            );

    /// <summary>Letters, digits, - and _; it becomes a directory's name.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= NameLengthMax
        && name.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_');

    public static void CheckName(string field, string name)
    {
        if (!IsName(name))
        {
            PlatformErrors.ThrowInvalid(
                (
                    field,
                    $"'{name}' is no name of a backup: 1 to {NameLengthMax} letters, digits, - and _."
                )
            );
        }
    }

    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>
    /// The right to make or restore a backup here, also against other processes; the kernel takes it back
    /// when its holder dies.
    /// </summary>
    /// <exception cref="Grpc.Core.RpcException">BACKUP_BUSY.</exception>
    public IDisposable Lock()
    {
        Directory.CreateDirectory(Root);
        try
        {
            return new FileStream(
                Path.Combine(Root, LockName),
                FileMode.OpenOrCreate,
                FileAccess.Write,
                FileShare.None
            );
        }
        catch (IOException)
        {
            throw PlatformErrors.Create(
                ErrorReason.BackupBusy,
                "Another backup or restore of this store is running."
            );
        }
    }

    /// <summary>All finished backups, oldest first.</summary>
    public IReadOnlyList<BackupManifest> List()
    {
        if (!Directory.Exists(Root))
        {
            return [];
        }
        var found = new List<BackupManifest>();
        foreach (var directory in Directory.EnumerateDirectories(Root))
        {
            if (TryRead(directory) is { } manifest)
            {
                found.Add(manifest);
            }
        }
        return
        [
            .. found
                .OrderBy(manifest => manifest.CreatedAt)
                .ThenBy(manifest => manifest.Name, StringComparer.Ordinal),
        ];
    }

    public BackupManifest? Find(string name) => TryRead(PathOf(name));

    /// <exception cref="Grpc.Core.RpcException">UNKNOWN_BACKUP.</exception>
    public BackupManifest Get(string name) =>
        Find(name)
        ?? throw PlatformErrors.Create(
            ErrorReason.UnknownBackup,
            $"There is no backup '{name}'.",
            ("name", name)
        );

    /// <summary>Removes what interrupted backups left. Only under the <see cref="Lock"/>.</summary>
    public void RemoveLeftovers()
    {
        foreach (var directory in Directory.EnumerateDirectories(Root))
        {
            if (
                File.Exists(Path.Combine(directory, UnfinishedName))
                && !File.Exists(Path.Combine(directory, BackupManifest.FileName))
            )
            {
                LogLeftover(Path.GetFileName(directory));
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    /// <summary>Makes the directory of a backup to be made.</summary>
    /// <exception cref="Grpc.Core.RpcException">ALREADY_EXISTS.</exception>
    public void Begin(string name)
    {
        var directory = PathOf(name);
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
        {
            PlatformErrors.Throw(
                ErrorReason.AlreadyExists,
                $"There is a '{name}' already where backups are kept, and it is no backup.",
                ("name", name)
            );
        }
        Directory.CreateDirectory(directory);
        File.Create(Path.Combine(directory, UnfinishedName)).Dispose();
    }

    /// <summary>Removes what was begun and is not finished.</summary>
    public void Remove(string name)
    {
        var directory = PathOf(name);
        if (File.Exists(Path.Combine(directory, UnfinishedName)))
        {
            // Unlisted first, so that nothing half removed can be taken for a backup.
            File.Delete(Path.Combine(directory, BackupManifest.FileName));
            Directory.Delete(directory, recursive: true);
        }
    }

    public void Finish(BackupManifest manifest)
    {
        var directory = PathOf(manifest.Name);
        manifest.Write(Path.Combine(directory, BackupManifest.FileName));
        File.Delete(Path.Combine(directory, UnfinishedName));
    }

    public ulong BytesOf(string name)
    {
        var directory = new DirectoryInfo(PathOf(name));
        return directory.Exists
            ? (ulong)
                directory.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
            : 0;
    }

    private BackupManifest? TryRead(string directory)
    {
        var path = Path.Combine(directory, BackupManifest.FileName);
        if (!File.Exists(path))
        {
            return null;
        }
        try
        {
            var manifest = BackupManifest.Read(path);
            if (manifest.Name == Path.GetFileName(directory))
            {
                return manifest;
            }
            LogUnreadable(path, $"it says its name is '{manifest.Name}'");
        }
        catch (Exception broken) when (broken is JsonException or IOException)
        {
            LogUnreadable(path, broken.Message);
        }
        return null;
    }

    [LoggerMessage(701, LogLevel.Warning, "Removing what an interrupted backup '{Name}' left")]
    private partial void LogLeftover(string name);

    [LoggerMessage(702, LogLevel.Error, "{Path} can't be read and is passed over: {Reason}")]
    private partial void LogUnreadable(string path, string reason);
}
