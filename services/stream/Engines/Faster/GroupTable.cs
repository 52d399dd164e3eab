namespace Platform.Stream.Engines.Faster;

/// <summary>The offsets of all groups, in memory. Safe for concurrent use.</summary>
internal sealed class GroupTable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Topics> _groups = new(StringComparer.Ordinal);
    private int _offsets;

    /// <summary>Bytes it takes to write all of it down.</summary>
    public long Bytes { get; private set; }

    public void Apply(GroupChange change)
    {
        lock (_lock)
        {
            if (change.IsForget)
            {
                Forget(change.Topic);
            }
            else
            {
                Commit(change);
            }
        }
    }

    /// <summary>Throws when so many more offsets, or one more group, are too many.</summary>
    public void CheckRoom(string group, int offsets, FasterLogOptions options)
    {
        lock (_lock)
        {
            if (!_groups.ContainsKey(group) && _groups.Count >= options.GroupsMax)
            {
                throw new LogLimitException("Groups", _groups.Count + 1, options.GroupsMax);
            }
            if (_offsets + offsets > options.GroupOffsetsMax)
            {
                throw new LogLimitException(
                    "Offsets of groups",
                    _offsets + offsets,
                    options.GroupOffsetsMax
                );
            }
        }
    }

    public IReadOnlyList<PartitionOffset> Get(string group, string topic)
    {
        lock (_lock)
        {
            return
                _groups.TryGetValue(group, out var topics)
                && topics.TryGetValue(topic, out var offsets)
                ? ToList(offsets)
                : [];
        }
    }

    public IReadOnlyList<string> Groups()
    {
        lock (_lock)
        {
            return [.. _groups.Keys];
        }
    }

    public IReadOnlyList<string> TopicsOf(string group)
    {
        lock (_lock)
        {
            return _groups.TryGetValue(group, out var topics) ? [.. topics.Keys] : [];
        }
    }

    /// <summary>Changes that make an empty table this one.</summary>
    public List<GroupChange> ToChanges()
    {
        var changes = new List<GroupChange>();
        lock (_lock)
        {
            foreach (var (group, topics) in _groups)
            {
                foreach (var (topic, offsets) in topics)
                {
                    changes.Add(new GroupChange(group, topic, ToList(offsets)));
                }
            }
        }
        return changes;
    }

    private void Commit(GroupChange change)
    {
        if (!_groups.TryGetValue(change.Group, out var topics))
        {
            _groups.Add(change.Group, topics = []);
        }
        if (!topics.TryGetValue(change.Topic, out var offsets))
        {
            topics.Add(change.Topic, offsets = []);
            Bytes += change.HeadBytes;
        }
        foreach (var (partition, offset) in change.Offsets)
        {
            if (!offsets.ContainsKey(partition))
            {
                _offsets++;
                Bytes += GroupChange.OffsetBytes;
            }
            offsets[partition] = offset;
        }
    }

    private void Forget(string topic)
    {
        foreach (var (group, topics) in _groups.ToArray())
        {
            if (topics.Remove(topic, out var offsets))
            {
                _offsets -= offsets.Count;
                Bytes -= new GroupChange(group, topic, []).HeadBytes;
                Bytes -= offsets.Count * GroupChange.OffsetBytes;
            }
            if (topics.Count == 0)
            {
                _groups.Remove(group);
            }
        }
    }

    private static PartitionOffset[] ToList(SortedDictionary<int, long> offsets) =>
        [.. offsets.Select(entry => new PartitionOffset(entry.Key, entry.Value))];

    private sealed class Topics()
        : SortedDictionary<string, SortedDictionary<int, long>>(StringComparer.Ordinal);
}
