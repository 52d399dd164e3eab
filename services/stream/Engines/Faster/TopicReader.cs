using System.Buffers;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// Reads a topic from its files: what was just written is still in the system's page cache, so the
/// tail costs one copy, and a reader far behind costs no memory of the log. (The log library's own
/// iterators hold two pages each and block a thread.)
/// </summary>
internal sealed class TopicReader : ILogReader
{
    private const int NotRead = -1;
    private readonly FasterTopic _topic;
    private readonly PartitionOffset[] _next;

    /// <summary>For each partition of the topic where it is in <see cref="_next"/>.</summary>
    private readonly int[] _slots;
    private readonly long _target;
    private SafeFileHandle? _file;
    private Segment? _segment;
    private long _position;

    public TopicReader(FasterTopic topic, IReadOnlyList<PartitionOffset> from)
    {
        _topic = topic;
        _next = [.. from];
        _slots = new int[topic.Settings.Partitions];
        Array.Fill(_slots, NotRead);
        var (earliest, next, visible) = topic.Ranges();
        _target = visible;
        _position = visible;
        for (var i = 0; i < _next.Length; i++)
        {
            var (partition, offset) = _next[i];
            _slots[partition] = i;
            if (offset < earliest[partition] || offset > next[partition])
            {
                throw new OffsetOutOfRangeException(
                    topic.Settings.Name,
                    partition,
                    offset,
                    earliest[partition],
                    next[partition]
                );
            }
            if (offset < next[partition])
            {
                _position = Math.Min(_position, topic.AddressBefore(partition, offset));
            }
        }
    }

    public IReadOnlyList<PartitionOffset> Next => _next;

    public bool CaughtUp => _position >= _target;

    public async ValueTask<LogBatch?> ReadAsync(
        int maxBytes,
        TimeSpan wait,
        CancellationToken cancellation
    )
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var moved = _topic.VisibleMoved.Next();
            var visible = _topic.Visible;
            if (_position < visible)
            {
                if (ReadChunk(visible, maxBytes) is { } batch)
                {
                    return batch;
                }
                continue;
            }
            _topic.ThrowIfClosed();
            var left = wait - Stopwatch.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return null;
            }
            try
            {
                await moved.WaitAsync(left, cancellation);
            }
            catch (TimeoutException)
            {
                return null;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _file?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Null when the chunk has no record for this reader.</summary>
    private LogBatch? ReadChunk(long visible, int maxBytes)
    {
        OpenSegment();
        var segment = _segment!;
        var limit = Math.Min(visible, segment.EndAddress);
        var wanted = (int)Math.Min(Math.Max(maxBytes, 4096), limit - _position);
        var records = ArrayPool<LogRecord>.Shared.Rent(64);
        var bytes = ArrayPool<byte>.Shared.Rent(wanted);
        var count = 0;
        try
        {
            while (true)
            {
                var read = RandomAccess.Read(
                    _file!,
                    bytes.AsSpan(0, wanted),
                    _position - segment.Address
                );
                var needed = Parse(bytes.AsMemory(0, read), limit, ref records, ref count);
                if (needed == 0)
                {
                    break;
                }
                if (needed <= wanted)
                {
                    throw _topic.Segments.Damaged(segment, _position);
                }
                // The first record is larger than asked for.
                ArrayPool<byte>.Shared.Return(bytes);
                bytes = ArrayPool<byte>.Shared.Rent(needed);
                wanted = needed;
            }
        }
        catch
        {
            Return(bytes, records);
            throw;
        }
        if (count == 0)
        {
            Return(bytes, records);
            return null;
        }
        return new LogBatch(bytes, records, count);
    }

    /// <summary>
    /// Takes the whole records of the window. 0 when it got on, else the bytes the next one needs.
    /// </summary>
    private int Parse(
        ReadOnlyMemory<byte> window,
        long limit,
        ref LogRecord[] records,
        ref int count
    )
    {
        var began = _position;
        var parser = new RecordParser(window.Span, _position, _topic.Context.PageBytes);
        while (true)
        {
            var outcome = parser.Next(limit);
            switch (outcome)
            {
                case ParseOutcome.Record:
                    if (Wanted(parser.Header))
                    {
                        Add(ref records, ref count, parser, window);
                    }
                    continue;
                case ParseOutcome.NoRecord:
                    throw _topic.Segments.Damaged(_segment!, parser.Position);
                default:
                    _position = parser.Position;
                    return outcome == ParseOutcome.NeedsBytes && _position == began
                        ? parser.BytesNeeded
                        : 0;
            }
        }
    }

    private bool Wanted(in RecordFormat.Header header)
    {
        if (header.Kind != RecordKind.Data || _slots[header.Partition] == NotRead)
        {
            return false;
        }
        ref var next = ref _next[_slots[header.Partition]];
        if (header.Offset < next.Offset)
        {
            return false;
        }
        if (header.Offset > next.Offset)
        {
            // Only retention takes records away from before others.
            throw Expired(next);
        }
        next = next with { Offset = header.Offset + 1 };
        return true;
    }

    private static void Add(
        ref LogRecord[] records,
        ref int count,
        in RecordParser parser,
        ReadOnlyMemory<byte> window
    )
    {
        if (count == records.Length)
        {
            var larger = ArrayPool<LogRecord>.Shared.Rent(count * 2);
            records.AsSpan().CopyTo(larger);
            ArrayPool<LogRecord>.Shared.Return(records, clearArray: true);
            records = larger;
        }
        var record = window.Slice(parser.RecordStart, parser.RecordBytes);
        records[count++] = RecordFormat.ToRecord(parser.Header, record);
    }

    private void OpenSegment()
    {
        var id = (int)(_position / _topic.Context.Files.SegmentBytes);
        if (_segment?.Id == id)
        {
            return;
        }
        _file?.Dispose();
        _file = null;
        _segment = _topic.Segments.Find(id) ?? throw Expired();
        _position = Math.Max(_position, _segment.FirstRecordAddress);
        try
        {
            _file = _topic.Context.Files.OpenForRead(id);
        }
        catch (FileNotFoundException)
        {
            _segment = null;
            throw Expired();
        }
    }

    private OffsetOutOfRangeException Expired()
    {
        var (earliest, _, _) = _topic.Ranges();
        return Expired(Array.Find(_next, n => n.Offset < earliest[n.Partition]));
    }

    private OffsetOutOfRangeException Expired(PartitionOffset lost)
    {
        var (earliest, next, _) = _topic.Ranges();
        return new OffsetOutOfRangeException(
            _topic.Settings.Name,
            lost.Partition,
            lost.Offset,
            earliest[lost.Partition],
            next[lost.Partition]
        );
    }

    private static void Return(byte[] bytes, LogRecord[] records)
    {
        ArrayPool<byte>.Shared.Return(bytes);
        ArrayPool<LogRecord>.Shared.Return(records, clearArray: true);
    }
}
