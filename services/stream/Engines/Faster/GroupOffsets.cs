using System.Buffers.Binary;
using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// The offsets consumer groups committed: a file of changes, synced before a commit is answered,
/// many commits with one sync; written anew when most of it is out of date.
/// </summary>
internal sealed class GroupOffsets : IAsyncDisposable
{
    private const long CompactFromBytes = 1 << 20;
    private readonly object _gate = new();
    private readonly FasterLogOptions _options;
    private readonly string _directory;
    private readonly string _path;
    private readonly SortedDictionary<string, GroupTopics> _groups = new(StringComparer.Ordinal);
    private readonly Channel<Change> _changes = Channel.CreateBounded<Change>(1024);
    private readonly Task _writing;
    private SafeFileHandle _file;
    private long _length;
    private long _live;
    private int _count;

    public GroupOffsets(string directory, FasterLogOptions options)
    {
        _options = options;
        _directory = directory;
        _path = Path.Join(directory, "groups.log");
        _file = OpenFile();
        Load();
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Completes when the offsets are durable.</summary>
    public async ValueTask CommitAsync(
        string group,
        string topic,
        IReadOnlyList<PartitionOffset> offsets,
        CancellationToken cancellation
    )
    {
        lock (_gate)
        {
            CheckLimits(group, offsets.Count);
        }
        await SaveAsync(new Change(group, topic, [.. offsets]), cancellation);
    }

    /// <summary>Forgets a topic's offsets in every group.</summary>
    public async ValueTask ForgetTopicAsync(string topic, CancellationToken cancellation) =>
        await SaveAsync(new Change("", topic, []), cancellation);

    public IReadOnlyList<PartitionOffset> Get(string group, string topic)
    {
        lock (_gate)
        {
            return
                _groups.TryGetValue(group, out var topics)
                && topics.TryGetValue(topic, out var offsets)
                ? [.. offsets.Select(entry => new PartitionOffset(entry.Key, entry.Value))]
                : [];
        }
    }

    public IReadOnlyList<string> Groups()
    {
        lock (_gate)
        {
            return [.. _groups.Keys];
        }
    }

    public IReadOnlyList<string> Topics(string group)
    {
        lock (_gate)
        {
            return _groups.TryGetValue(group, out var topics) ? [.. topics.Keys] : [];
        }
    }

    public async ValueTask DisposeAsync()
    {
        _changes.Writer.TryComplete();
        await _writing;
        _file.Dispose();
    }

    private async Task SaveAsync(Change change, CancellationToken cancellation)
    {
        await _changes.Writer.WriteAsync(change, cancellation);
        await change.Durable.Task.WaitAsync(cancellation);
    }

    private async Task WriteAsync()
    {
        var turn = new List<Change>();
        while (await _changes.Reader.WaitToReadAsync())
        {
            while (turn.Count < 1024 && _changes.Reader.TryRead(out var change))
            {
                turn.Add(change);
            }
            try
            {
                Append(turn);
                foreach (var change in turn)
                {
                    change.Durable.TrySetResult();
                }
            }
            catch (IOException failure)
            {
                Exception told = Posix.IsNoSpace(failure)
                    ? new LogFullException("the file of group offsets", failure)
                    : new LogUnavailableException(
                        $"Group offsets can't be written: {failure.Message}",
                        failure
                    );
                foreach (var change in turn)
                {
                    change.Durable.TrySetException(told);
                }
            }
            turn.Clear();
        }
    }

    private void Append(List<Change> turn)
    {
        using var memory = new MemoryStream();
        foreach (var change in turn)
        {
            change.Write(memory);
        }
        try
        {
            RandomAccess.Write(_file, memory.GetBuffer().AsSpan(0, (int)memory.Length), _length);
            Posix.SyncData(_file);
        }
        catch (IOException)
        {
            // What may be there half must not stand before the next change.
            RandomAccess.SetLength(_file, _length);
            throw;
        }
        _length += memory.Length;
        lock (_gate)
        {
            foreach (var change in turn)
            {
                Apply(change);
            }
        }
        if (_length > CompactFromBytes && _length > 4 * _live)
        {
            Compact();
        }
    }

    private void Apply(Change change)
    {
        if (change.Group.Length == 0)
        {
            Forget(change.Topic);
            return;
        }
        if (!_groups.TryGetValue(change.Group, out var topics))
        {
            _groups.Add(change.Group, topics = new(StringComparer.Ordinal));
        }
        if (!topics.TryGetValue(change.Topic, out var offsets))
        {
            topics.Add(change.Topic, offsets = []);
            _live += change.HeadBytes;
        }
        foreach (var (partition, offset) in change.Offsets)
        {
            if (!offsets.ContainsKey(partition))
            {
                _count++;
                _live += Change.OffsetBytes;
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
                _count -= offsets.Count;
                _live -= new Change(group, topic, []).HeadBytes;
                _live -= offsets.Count * Change.OffsetBytes;
            }
            if (topics.Count == 0)
            {
                _groups.Remove(group);
            }
        }
    }

    private void Compact()
    {
        using var memory = new MemoryStream();
        foreach (var (group, topics) in _groups)
        {
            foreach (var (topic, offsets) in topics)
            {
                var all = offsets.Select(entry => new PartitionOffset(entry.Key, entry.Value));
                new Change(group, topic, [.. all]).Write(memory);
            }
        }
        AtomicFile.Replace(_path, memory.GetBuffer().AsSpan(0, (int)memory.Length));
        _file.Dispose();
        _file = OpenFile();
        _length = memory.Length;
    }

    private void Load()
    {
        var bytes = File.ReadAllBytes(_path);
        var rest = bytes.AsSpan();
        while (Change.TryRead(ref rest) is { } change)
        {
            Apply(change);
        }
        _length = bytes.Length - rest.Length;
        if (!rest.IsEmpty)
        {
            // An interrupted write, never answered.
            RandomAccess.SetLength(_file, _length);
            RandomAccess.FlushToDisk(_file);
        }
    }

    private void CheckLimits(string group, int offsets)
    {
        if (!_groups.ContainsKey(group) && _groups.Count >= _options.GroupsMax)
        {
            throw new LogLimitException("Groups", _groups.Count + 1, _options.GroupsMax);
        }
        if (_count + offsets > _options.GroupOffsetsMax)
        {
            throw new LogLimitException(
                "Offsets of groups",
                _count + offsets,
                _options.GroupOffsetsMax
            );
        }
    }

    private SafeFileHandle OpenFile()
    {
        var existed = File.Exists(_path);
        var file = File.OpenHandle(
            _path,
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            FileShare.ReadWrite | FileShare.Delete
        );
        if (!existed)
        {
            Posix.SyncDirectory(_directory);
        }
        return file;
    }

    private sealed class GroupTopics(StringComparer comparer)
        : SortedDictionary<string, SortedDictionary<int, long>>(comparer);

    /// <summary>
    /// Offsets a group committed; without a group, a topic to forget. On disk: checksum of the rest
    /// (u32), length of the rest (u32), group, topic, count (u32), partition (u32) and offset (i64).
    /// </summary>
    private sealed record Change(string Group, string Topic, PartitionOffset[] Offsets)
    {
        public const int OffsetBytes = 12;
        private const int PrefixBytes = 8;

        public TaskCompletionSource Durable { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int HeadBytes => PrefixBytes + 12 + Group.Length + Topic.Length;

        public void Write(MemoryStream target)
        {
            using var memory = new MemoryStream();
            using var writer = new BinaryWriter(memory);
            writer.Write(Group);
            writer.Write(Topic);
            writer.Write(Offsets.Length);
            foreach (var (partition, offset) in Offsets)
            {
                writer.Write(partition);
                writer.Write(offset);
            }
            writer.Flush();
            var content = memory.GetBuffer().AsSpan(0, (int)memory.Length);
            Span<byte> prefix = stackalloc byte[PrefixBytes];
            BinaryPrimitives.WriteUInt32LittleEndian(prefix, RecordFormat.Checksum(content));
            BinaryPrimitives.WriteInt32LittleEndian(prefix[4..], content.Length);
            target.Write(prefix);
            target.Write(content);
        }

        public static Change? TryRead(ref Span<byte> rest)
        {
            if (rest.Length < PrefixBytes)
            {
                return null;
            }
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
            if (length < 1 || length > rest.Length - PrefixBytes)
            {
                return null;
            }
            var content = rest.Slice(PrefixBytes, length);
            if (BinaryPrimitives.ReadUInt32LittleEndian(rest) != RecordFormat.Checksum(content))
            {
                return null;
            }
            rest = rest[(PrefixBytes + length)..];
            using var reader = new BinaryReader(new MemoryStream(content.ToArray()));
            var group = reader.ReadString();
            var topic = reader.ReadString();
            var offsets = new PartitionOffset[reader.ReadInt32()];
            for (var i = 0; i < offsets.Length; i++)
            {
                offsets[i] = new PartitionOffset(reader.ReadInt32(), reader.ReadInt64());
            }
            return new Change(group, topic, offsets);
        }
    }
}
