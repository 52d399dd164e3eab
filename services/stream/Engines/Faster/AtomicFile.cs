namespace Platform.Stream.Engines.Faster;

/// <summary>Small files that are either the old or the new whole, whatever happens.</summary>
internal static class AtomicFile
{
    private const string Unfinished = ".tmp";

    /// <summary>Replaces the file; durable when it returns.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        Write(path, content, sync: true);
        Posix.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>
    /// Replaces the file, to last when the system gets round to it. For what can be made again;
    /// the content needs a checksum.
    /// </summary>
    public static void ReplaceLazily(string path, ReadOnlySpan<byte> content) =>
        Write(path, content, sync: false);

    private static void Write(string path, ReadOnlySpan<byte> content, bool sync)
    {
        var unfinished = path + Unfinished;
        try
        {
            using (var file = File.OpenHandle(unfinished, FileMode.Create, FileAccess.Write))
            {
                RandomAccess.Write(file, content, 0);
                if (sync)
                {
                    RandomAccess.FlushToDisk(file);
                }
            }
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
