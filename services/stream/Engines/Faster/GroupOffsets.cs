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
    private const int TurnMax = 1024;
    private readonly FasterLogOptions _options;
    private readonly string _path;
    private readonly GroupTable _table = new();
    private readonly Channel<GroupChange> _changes = Channel.CreateBounded<GroupChange>(TurnMax);
    private readonly Task _writing;
    private SafeFileHandle _file;
    private long _length;
    private Exception? _broken;

    public GroupOffsets(string directory, FasterLogOptions options)
    {
        _options = options;
        _path = Path.Join(directory, "groups.log");
        _file = OpenFile();
        Posix.SyncDirectory(directory);
        Load();
        _writing = Task.Run(WriteAsync);
    }

    public GroupTable Table => _table;

    /// <summary>Completes when the offsets are durable.</summary>
    public async ValueTask CommitAsync(
        string group,
        string topic,
        IReadOnlyList<PartitionOffset> offsets,
        CancellationToken cancellation
    )
    {
        _table.CheckRoom(group, offsets.Count, _options);
        await SaveAsync(new GroupChange(group, topic, [.. offsets]), cancellation);
    }

    /// <summary>Forgets a topic's offsets in every group.</summary>
    public Task ForgetTopicAsync(string topic, CancellationToken cancellation) =>
        SaveAsync(GroupChange.Forget(topic), cancellation);

    public async ValueTask DisposeAsync()
    {
        _changes.Writer.TryComplete();
        await _writing;
        _file.Dispose();
    }

    private async Task SaveAsync(GroupChange change, CancellationToken cancellation)
    {
        await _changes.Writer.WriteAsync(change, cancellation);
        await change.Durable.Task.WaitAsync(cancellation);
    }

    private async Task WriteAsync()
    {
        var turn = new List<GroupChange>();
        while (await _changes.Reader.WaitToReadAsync())
        {
            while (turn.Count < TurnMax && _changes.Reader.TryRead(out var change))
            {
                turn.Add(change);
            }
            try
            {
                Append(turn);
                turn.ForEach(change => change.Durable.TrySetResult());
            }
            catch (Exception failure)
            {
                var told = Told(failure);
                turn.ForEach(change => change.Durable.TrySetException(told));
            }
            turn.Clear();
            CompactIfWorthwhile();
        }
    }

    private void Append(List<GroupChange> turn)
    {
        if (_broken is not null)
        {
            throw new IOException(_broken.Message, _broken);
        }
        using var memory = new MemoryStream();
        turn.ForEach(change => change.Write(memory));
        try
        {
            RandomAccess.Write(_file, memory.GetBuffer().AsSpan(0, (int)memory.Length), _length);
            Posix.SyncData(_file);
        }
        catch (IOException)
        {
            TakeBack();
            throw;
        }
        _length += memory.Length;
        turn.ForEach(_table.Apply);
    }

    /// <summary>What a failed write left must not stand before the next change.</summary>
    private void TakeBack()
    {
        try
        {
            RandomAccess.SetLength(_file, _length);
        }
        catch (IOException stuck)
        {
            _broken = stuck;
        }
    }

    private void CompactIfWorthwhile()
    {
        if (_length < CompactFromBytes || _length < 4 * _table.Bytes)
        {
            return;
        }
        try
        {
            using var memory = new MemoryStream();
            _table.ToChanges().ForEach(change => change.Write(memory));
            AtomicFile.Replace(_path, memory.GetBuffer().AsSpan(0, (int)memory.Length));
            _file.Dispose();
            _file = OpenFile();
            _length = memory.Length;
        }
        catch (IOException)
        {
            // The long file is as good; the next commit tries again.
        }
    }

    private void Load()
    {
        var bytes = File.ReadAllBytes(_path);
        var rest = bytes.AsSpan();
        while (GroupChange.TryRead(ref rest) is { } change)
        {
            _table.Apply(change);
        }
        _length = bytes.Length - rest.Length;
        if (!rest.IsEmpty)
        {
            // An interrupted write, never answered.
            RandomAccess.SetLength(_file, _length);
            RandomAccess.FlushToDisk(_file);
        }
    }

    private SafeFileHandle OpenFile() =>
        File.OpenHandle(
            _path,
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            FileShare.ReadWrite | FileShare.Delete
        );

    private static LogException Told(Exception failure) =>
        Posix.IsNoSpace(failure)
            ? new LogFullException("the file of group offsets", failure)
            : new LogUnavailableException(
                $"Group offsets can't be written: {failure.Message}",
                failure
            );
}
