namespace Platform.Launcher.Backups;

/// <summary>Puts the log of a backup in place, each file only if it is what was backed up.</summary>
internal static class LogRestore
{
    public static void Run(BackupFiles backup, string to, CancellationToken cancellation)
    {
        var list = LogList.Read(backup.LogList);
        var folder = Path.GetFullPath(to) + Path.DirectorySeparatorChar;
        foreach (var file in list.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            var target = Path.GetFullPath(Path.Combine(to, file.Path));
            // A list may come from elsewhere, and say anything.
            if (!target.StartsWith(folder, StringComparison.Ordinal))
                throw new LaunchFailure(
                    $"backup '{backup.Name}' is damaged: its log lists '{file.Path}', which is no path of a log"
                );
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            // Not sparse: a log is written where room was made for it before.
            var source = Path.Combine(backup.Log, file.Path);
            if (!File.Exists(source))
                throw new LaunchFailure($"backup '{backup.Name}' is damaged: {source} is missing");
            var (bytes, hash) = FileCopy.Copy(source, target, sparse: false);
            if (bytes != file.Bytes || hash != file.Sha256)
                throw new LaunchFailure(
                    $"backup '{backup.Name}' is damaged: {source} is not what was backed up"
                );
        }
    }
}
