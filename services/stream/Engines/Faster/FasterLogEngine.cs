using System.Collections.Concurrent;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// The embedded engine: one log of Microsoft FASTER for each topic, all its partitions in it, so
/// that one sync makes a call durable whatever partitions it touches.
/// </summary>
internal sealed class FasterLogEngine(
    string path,
    FasterLogOptions options,
    TimeProvider time,
    ILogger<FasterLogEngine> logger
) : ILogEngine
{
    private readonly ConcurrentDictionary<string, FasterTopic> _topics = new(
        StringComparer.Ordinal
    );
    private readonly SemaphoreSlim _changing = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TopicDirectories _directories = new(path);
    private FileStream? _lock;
    private GroupOffsets? _groups;
    private Task _maintaining = Task.CompletedTask;
    private int _rounds;

    /// <summary>Rounds of upkeep that are over: retention has looked, and full segments are written up.</summary>
    public int Rounds => Volatile.Read(ref _rounds);

    /// <summary>Where a test makes the disk fail.</summary>
    public DiskFaults? Faults { get; init; }

    public string? Impediment
    {
        get
        {
            foreach (var (name, topic) in _topics)
            {
                if (topic.Impediment is { } problem)
                {
                    return $"{name}: {problem}";
                }
            }
            return null;
        }
    }

    private GroupOffsets Groups =>
        _groups ?? throw new InvalidOperationException("The log is not open.");

    public async Task StartAsync(CancellationToken cancellation)
    {
        _directories.Create();
        _lock = _directories.Lock();
        _groups = new GroupOffsets(path, options);
        foreach (var directory in _directories.Open())
        {
            cancellation.ThrowIfCancellationRequested();
            if (TopicManifest.TryLoad(directory) is { } manifest)
            {
                _topics[manifest.Settings.Name] = await Task.Run(
                    () => OpenTopic(manifest, directory),
                    cancellation
                );
            }
            else
            {
                TopicDirectories.DiscardUnfinished(directory);
            }
        }
        _maintaining = Task.Run(() => MaintainAsync(_stopping.Token), CancellationToken.None);
    }

    public async ValueTask<TopicSettings> CreateTopicAsync(
        TopicSettings settings,
        CancellationToken cancellation
    )
    {
        if (settings.Partitions > options.PartitionsMax)
        {
            throw new LogLimitException("Partitions", settings.Partitions, options.PartitionsMax);
        }
        await _changing.WaitAsync(cancellation);
        try
        {
            if (_topics.TryGetValue(settings.Name, out var existing))
            {
                return existing.Settings.DifferenceTo(settings) is { } difference
                    ? throw new TopicExistsException(settings.Name, difference)
                    : existing.Settings;
            }
            if (_topics.Count >= options.TopicsMax)
            {
                throw new LogLimitException("Topics", _topics.Count + 1, options.TopicsMax);
            }
            var manifest = TopicManifest.For(settings, options);
            _topics[settings.Name] = await Task.Run(
                () => OpenTopic(manifest, _directories.CreateTopic(manifest)),
                CancellationToken.None
            );
            return settings;
        }
        catch (IOException failure)
        {
            throw Posix.IsNoSpace(failure)
                ? new LogFullException($"the topic '{settings.Name}'", failure)
                : new LogUnavailableException(
                    $"The topic '{settings.Name}' can't be created: {failure.Message}",
                    failure
                );
        }
        finally
        {
            _changing.Release();
        }
    }

    public ValueTask<IReadOnlyList<TopicSettings>> ListTopicsAsync(
        CancellationToken cancellation
    ) =>
        new([
            .. _topics
                .Values.Select(topic => topic.Settings)
                .OrderBy(settings => settings.Name, StringComparer.Ordinal),
        ]);

    public ValueTask<TopicSettings> GetTopicAsync(string topic, CancellationToken cancellation) =>
        new(Topic(topic).Settings);

    public ValueTask<TopicStatus> GetStatusAsync(string topic, CancellationToken cancellation) =>
        new(Topic(topic).Status());

    public async ValueTask DeleteTopicAsync(string topic, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            var deleted = Topic(topic);
            // First, so that a topic made anew under the name can't meet them.
            await Groups.ForgetTopicAsync(topic, cancellation);
            _topics.TryRemove(topic, out _);
            await deleted.DisposeAsync();
            await Task.Run(() => _directories.DeleteTopic(topic), CancellationToken.None);
        }
        catch (IOException failure)
        {
            throw new LogUnavailableException(
                $"The files of topic '{topic}' can't be removed: {failure.Message}",
                failure
            );
        }
        finally
        {
            _changing.Release();
        }
    }

    public ValueTask<Append> AppendAsync(
        string topic,
        ReadOnlyMemory<AppendRecord> records,
        CancellationToken cancellation
    ) => Topic(topic).AppendAsync(records);

    public ValueTask<ILogReader> OpenReaderAsync(
        string topic,
        IReadOnlyList<PartitionOffset> from,
        CancellationToken cancellation
    )
    {
        var opened = Topic(topic);
        foreach (var (partition, _) in from)
        {
            CheckPartition(opened, partition);
        }
        return new(new TopicReader(opened, from));
    }

    public ValueTask<IReadOnlyList<PartitionOffset>> FindOffsetsAsync(
        string topic,
        IReadOnlyList<int> partitions,
        long timestampUs,
        CancellationToken cancellation
    )
    {
        var searched = Topic(topic);
        var found = new PartitionOffset[partitions.Count];
        for (var i = 0; i < found.Length; i++)
        {
            CheckPartition(searched, partitions[i]);
            var offset = searched.FindOffset(partitions[i], timestampUs);
            found[i] = new PartitionOffset(partitions[i], offset);
        }
        return new(found);
    }

    public ValueTask CommitOffsetsAsync(
        string group,
        string topic,
        IReadOnlyList<PartitionOffset> offsets,
        CancellationToken cancellation
    )
    {
        var committed = Topic(topic);
        var (_, next, _) = committed.Ranges();
        foreach (var (partition, offset) in offsets)
        {
            CheckPartition(committed, partition);
            if (offset < 0 || offset > next[partition])
            {
                throw new OffsetOutOfRangeException(topic, partition, offset, 0, next[partition]);
            }
        }
        return Groups.CommitAsync(group, topic, offsets, cancellation);
    }

    public ValueTask<IReadOnlyList<PartitionOffset>> GetOffsetsAsync(
        string group,
        string topic,
        CancellationToken cancellation
    )
    {
        _ = Topic(topic);
        return new(Groups.Table.Get(group, topic));
    }

    public ValueTask<IReadOnlyList<string>> ListGroupsAsync(CancellationToken cancellation) =>
        new(Groups.Table.Groups());

    public ValueTask<IReadOnlyList<string>> ListGroupTopicsAsync(
        string group,
        CancellationToken cancellation
    ) => new(Groups.Table.TopicsOf(group));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _maintaining;
        foreach (var topic in _topics.Values)
        {
            await topic.DisposeAsync();
        }
        if (_groups is not null)
        {
            await _groups.DisposeAsync();
        }
        _lock?.Dispose();
        _stopping.Dispose();
        _changing.Dispose();
    }

    private FasterTopic Topic(string name) =>
        _topics.TryGetValue(name, out var topic) ? topic : throw new UnknownTopicException(name);

    private FasterTopic OpenTopic(TopicManifest manifest, string directory) =>
        new(manifest, directory, options, time, Faults, logger);

    private async Task MaintainAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(options.RetentionInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                foreach (var topic in _topics.Values)
                {
                    topic.Maintain();
                }
                Interlocked.Increment(ref _rounds);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { }
    }

    private static void CheckPartition(FasterTopic topic, int partition)
    {
        var partitions = topic.Settings.Partitions;
        if ((uint)partition >= (uint)partitions)
        {
            throw new UnknownPartitionException(topic.Settings.Name, partition, partitions);
        }
    }
}
