using Platform.Launcher.State;

namespace Platform.Launcher.Backups;

/// <summary>
/// Copies the files of the stream service's log, also while it writes them. The order makes the copy one
/// that a start recovers, with everything acknowledged before the copy began:
/// <list type="bullet">
/// <item>a topic's floor ("all before this was acknowledged") first, so that the records it speaks of are
/// copied after it;</item>
/// <item>segments from the newest to the oldest, so that an older one is never behind a newer one: the
/// recovery reads upwards and cuts what follows the first gap, which can only be in the newest;</item>
/// <item>a segment's index, which says that the segment is full, before the segment itself.</item>
/// </list>
/// </summary>
internal sealed class LogCopy(string from, string to, bool sparse, Action<string> say)
{
    private const string Topics = "topics";
    private readonly List<LogFile> _files = [];

    /// <summary>An earlier copy, whose full segments are linked instead of being copied again.</summary>
    public (string Directory, LogList List)? Earlier { get; init; }

    public long BytesCopied { get; private set; }

    public static string PathIn(SuiteLayout layout) => Path.Combine(layout.Engines, "stream");

    public LogList Run(CancellationToken cancellation)
    {
        if (!Directory.Exists(Path.Combine(from, Topics)))
            throw new LaunchFailure($"there is no log in {from}");
        var began = DateTimeOffset.UtcNow;
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "groups.log"))
            Copy(Path.GetFileName(file));
        foreach (
            var topic in Directory
                .EnumerateDirectories(Path.Combine(from, Topics))
                .Order(StringComparer.Ordinal)
        )
        {
            // Without topic.json it is being made, and nothing of it was acknowledged.
            if (File.Exists(Path.Combine(topic, "topic.json")))
                CopyTopic(Path.Combine(Topics, Path.GetFileName(topic)), cancellation);
        }
        return new LogList(began, _files);
    }

    private void CopyTopic(string topic, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.Combine(to, topic));
        TryCopy(Path.Combine(topic, "floor"));
        Copy(Path.Combine(topic, "topic.json"));
        var segments = Names(topic, ".log");
        var ids = Names(topic, ".ids");
        // Of segments retention removed: their request ids may be remembered still.
        foreach (var outlived in ids.Except(segments))
            TryCopy(Path.Combine(topic, outlived + ".ids"));
        foreach (var segment in segments.OrderDescending(StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            var path = Path.Combine(topic, segment);
            if (TryLinkEarlier(topic, segment))
                continue;
            if (File.Exists(Path.Combine(from, path + ".index")))
            {
                TryCopy(path + ".index");
                TryCopy(path + ".ids");
            }
            if (!TryCopy(path + ".log"))
                Forget(path);
        }
        say($"log: {Path.GetFileName(topic)}, {segments.Count} segments");
    }

    private List<string> Names(string topic, string extension) =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(from, topic), "*" + extension)
                .Select(file => Path.GetFileNameWithoutExtension(file)!)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>
    /// A full segment never changes, and its index tells it from another of the same number in a topic made
    /// anew.
    /// </summary>
    private bool TryLinkEarlier(string topic, string segment)
    {
        var index = Path.Combine(topic, segment + ".index");
        if (
            Earlier is not { } earlier
            || !File.Exists(Path.Combine(from, index))
            || !File.Exists(Path.Combine(earlier.Directory, index))
            || !FileCopy.AreEqual(Path.Combine(from, index), Path.Combine(earlier.Directory, index))
            || !FileCopy.AreEqual(
                Path.Combine(from, topic, "topic.json"),
                Path.Combine(earlier.Directory, topic, "topic.json")
            )
        )
            return false;
        foreach (
            var file in earlier.List.Files.Where(file =>
                Path.GetDirectoryName(file.Path) == topic
                && Path.GetFileNameWithoutExtension(file.Path) == segment
            )
        )
        {
            FileCopy.LinkOrCopy(
                Path.Combine(earlier.Directory, file.Path),
                Path.Combine(to, file.Path)
            );
            _files.Add(file);
        }
        return true;
    }

    private void Copy(string path)
    {
        var target = Path.Combine(to, path);
        var (bytes, hash) = FileCopy.Copy(Path.Combine(from, path), target, sparse);
        BytesCopied += bytes;
        _files.Add(new LogFile(path, bytes, hash));
    }

    /// <summary>False when retention removed the file in the meantime.</summary>
    private bool TryCopy(string path)
    {
        try
        {
            Copy(path);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private void Forget(string segment)
    {
        foreach (var extension in new[] { ".index", ".ids" })
        {
            File.Delete(Path.Combine(to, segment + extension));
            _files.RemoveAll(file => file.Path == segment + extension);
        }
    }
}
