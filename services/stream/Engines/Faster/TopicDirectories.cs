namespace Platform.Stream.Engines.Faster;

/// <summary>The directories under the log's path: one for each topic, and what is being removed.</summary>
internal sealed class TopicDirectories(string root)
{
    private readonly string _topics = Path.Join(root, "topics");
    private readonly string _removed = Path.Join(root, "removed");

    public void Create()
    {
        Directory.CreateDirectory(_topics);
        if (Directory.Exists(_removed))
        {
            Directory.Delete(_removed, recursive: true);
        }
        Posix.SyncDirectory(root);
    }

    /// <summary>Held while this process has the log open; a second one is refused.</summary>
    public FileStream Lock()
    {
        var path = Path.Join(root, "lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new LogUnavailableException(
                $"Another process has the log in {root} open ({path} is locked).",
                taken
            );
        }
    }

    public IEnumerable<string> Open() => Directory.EnumerateDirectories(_topics);

    public string CreateTopic(TopicManifest manifest)
    {
        var directory = Path.Join(_topics, manifest.Settings.Name);
        Directory.CreateDirectory(directory);
        try
        {
            manifest.Save(directory);
            Posix.SyncDirectory(_topics);
        }
        catch
        {
            DiscardUnfinished(directory);
            throw;
        }
        return directory;
    }

    /// <summary>A topic exists when its manifest does; without it nothing was ever acknowledged.</summary>
    public static void DiscardUnfinished(string directory)
    {
        if (Directory.EnumerateFiles(directory, "*.log").Any())
        {
            throw new LogDamagedException($"{directory} has a log but no topic.json.");
        }
        Directory.Delete(directory, recursive: true);
    }

    /// <summary>Gone in one step; the files follow.</summary>
    public void DeleteTopic(string topic)
    {
        Directory.CreateDirectory(_removed);
        var removed = Path.Join(_removed, Guid.NewGuid().ToString("N"));
        Directory.Move(Path.Join(_topics, topic), removed);
        Posix.SyncDirectory(_topics);
        Directory.Delete(removed, recursive: true);
    }
}
