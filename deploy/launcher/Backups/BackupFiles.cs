using System.Text.Json;
using Platform.Launcher.State;

namespace Platform.Launcher.Backups;

/// <summary>A backup's directory: engine/ and manifest.json of the store, log/ and log.json of the log.</summary>
internal sealed class BackupFiles(string directory)
{
    private const string ManifestName = "manifest.json";

    public string Directory { get; } = Path.GetFullPath(directory);

    public string Name => Path.GetFileName(Directory);

    public string Manifest => Path.Combine(Directory, ManifestName);

    public string Log => Path.Combine(Directory, "log");

    public string LogList => Path.Combine(Directory, "log.json");

    public bool IsFinished => File.Exists(Manifest);

    /// <summary>Whether the log is in it too; without it the store can only be restored beside a log.</summary>
    public bool HasLog => File.Exists(LogList);

    /// <summary>The backup this one continues; null when it is full.</summary>
    public BackupFiles? Base
    {
        get
        {
            using var manifest = Read();
            var name = manifest.RootElement.GetProperty("base").GetString();
            if (string.IsNullOrEmpty(name))
                return null;
            // A manifest may come from elsewhere, and say anything.
            return Path.GetFileName(name) == name && name is not ("." or "..")
                ? new BackupFiles(Path.Combine(Path.GetDirectoryName(Directory)!, name))
                : throw new LaunchFailure(
                    $"{Manifest} is damaged: it continues '{name}', which is no name of a backup"
                );
        }
    }

    /// <summary>This one and all it continues, the full one last.</summary>
    /// <exception cref="LaunchFailure">One of them is not there.</exception>
    public IReadOnlyList<BackupFiles> Chain()
    {
        var chain = new List<BackupFiles>();
        for (var one = this; one is not null; one = one.Base)
        {
            if (!one.IsFinished)
                throw new LaunchFailure(
                    one == this
                        ? $"{Directory} holds no backup: it has no {ManifestName}"
                        : $"backup '{chain[^1].Name}' continues '{one.Name}', which is not in {Path.GetDirectoryName(Directory)}"
                );
            if (chain.Exists(other => other.Directory == one.Directory))
                throw new LaunchFailure($"{one.Manifest} is damaged: the backup continues itself");
            chain.Add(one);
        }
        return chain;
    }

    /// <summary>Another place for the same files. Listed there once all of them are.</summary>
    public void CopyTo(string directory, CancellationToken cancellation)
    {
        var target = new BackupFiles(directory);
        if (target.IsFinished)
            return;
        System.IO.Directory.CreateDirectory(target.Directory, SuiteLayout.OwnerOnly);
        foreach (
            var file in new DirectoryInfo(Directory).EnumerateFiles(
                "*",
                SearchOption.AllDirectories
            )
        )
        {
            if (file.FullName == Manifest)
                continue;
            cancellation.ThrowIfCancellationRequested();
            var to = Path.Combine(target.Directory, Path.GetRelativePath(Directory, file.FullName));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Delete(to);
            // What a finished backup holds is never written to again.
            FileCopy.LinkOrCopy(file.FullName, to);
        }
        File.Copy(Manifest, target.Manifest + ".tmp", overwrite: true);
        File.Move(target.Manifest + ".tmp", target.Manifest);
    }

    private JsonDocument Read()
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(Manifest));
        }
        catch (JsonException broken)
        {
            throw new LaunchFailure($"{Manifest} is damaged: {broken.Message}");
        }
    }
}
