using System.Buffers.Binary;

namespace Platform.Stream.Engines.Faster;

/// <summary>What was found on the disk.</summary>
internal sealed record RecoveredLog(
    SegmentList Segments,
    RequestIdWindow RequestIds,
    long Begin,
    long Tail,
    long Number,
    long LastAppendUs,
    long[] Next,
    List<OutlivedIds> OutlivedIds
)
{
    public bool IsEmpty => Tail == Segment.FirstAddress;
}

/// <summary>
/// Opens a topic's log: finds its end by reading the segments not written up yet (normally
/// the last one), cuts what follows, and rebuilds what is kept in memory. The end is after the last
/// call whose records are all whole and in sequence; everything acknowledged is before it.
/// </summary>
internal sealed class LogRecovery(
    TopicSettings settings,
    SegmentFiles files,
    int pageBytes,
    FasterLogOptions options,
    TimeSpan requestIdWindow
)
{
    private readonly List<Unfinished> _call = [];
    private readonly long[] _next = new long[settings.Partitions];
    private readonly long[] _expected = new long[settings.Partitions];
    private readonly RequestIdWindow _ids = new(requestIdWindow, options.RequestIdsMax);
    private readonly List<Segment> _segments = [];
    private long _tail = Segment.FirstAddress;
    private long _number;
    private long _lastAppendUs;

    /// <param name="nowUs">To know which request ids still count.</param>
    /// <param name="cutAt">
    /// The end of what this process knows to be durable; what follows was refused and is cut. Null
    /// after a start, when the log itself tells.
    /// </param>
    /// <param name="floor">Everything before this address was acknowledged once.</param>
    public RecoveredLog Run(long nowUs, long? cutAt, long floor)
    {
        var list = new SegmentList(settings.Name, files, pageBytes, options, _segments);
        LoadStarts();
        var toRead = _segments.FindIndex(s => !File.Exists(files.IndexPath(s.Id)));
        toRead = toRead < 0 ? _segments.Count - 1 : toRead;
        var requestIds = new RequestIdRecovery(files, list, _ids, options.RequestIdsMax);
        requestIds.Load(
            until: toRead >= 0 ? _segments[toRead].Id : int.MaxValue,
            oldestUs: nowUs - (long)requestIdWindow.TotalMicroseconds
        );
        _segments[..Math.Max(toRead, 0)].ForEach(segment => segment.Sealed = true);
        ReadTail(toRead, cutAt ?? long.MaxValue);
        if (_tail < floor && !options.AcceptDamagedTail)
        {
            throw new LogDamagedException(
                $"The log of topic '{settings.Name}' in {files.Directory} is whole up to address "
                    + $"{_tail}, but records up to {floor} were acknowledged: the files were "
                    + "damaged. Restore them, or start once with Stream:Log:AcceptDamagedTail=true, "
                    + "which drops the damaged record and all after it."
            );
        }
        CutTail();
        var begin = _segments.Count > 0 ? _segments[0].FirstRecordAddress : Segment.FirstAddress;
        return new RecoveredLog(
            list,
            _ids,
            begin,
            _tail,
            _number,
            _lastAppendUs,
            _next,
            requestIds.Outlived()
        );
    }

    private void LoadStarts()
    {
        var ids = files.List();
        for (var i = 0; i < ids.Count; i++)
        {
            if (ids[i] != ids[0] + i)
            {
                throw new LogDamagedException(
                    $"The log of topic '{settings.Name}' has no {files.LogPath(ids[0] + i)}, but "
                        + "segments before and after it."
                );
            }
            if (ReadStart(ids[i]) is { } start)
            {
                _segments.Add(new Segment(ids[i], files.SegmentBytes, start));
                continue;
            }
            if (i < ids.Count - 1 && ReadStart(ids[i + 1]) is not null)
            {
                throw new LogDamagedException(
                    $"{files.LogPath(ids[i])} does not begin as a segment of the log does."
                );
            }
            // Reserved, but the process ended before the first record got there.
            break;
        }
    }

    private SegmentStart? ReadStart(int id)
    {
        using var file = files.OpenForRead(id);
        var at = Segment.FirstRecord(id, files.SegmentBytes) - ((long)id * files.SegmentBytes);
        var prefix = new byte[RecordFormat.LengthBytes];
        if (RandomAccess.Read(file, prefix, at) < prefix.Length)
        {
            return null;
        }
        var length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
        if (length < RecordFormat.HeaderBytes || length > pageBytes)
        {
            return null;
        }
        var record = new byte[length];
        if (RandomAccess.Read(file, record, at + prefix.Length) < length)
        {
            return null;
        }
        var start = SegmentStart.TryRead(record);
        return start?.NextOffsets.Length == settings.Partitions ? start : null;
    }

    private void ReadTail(int from, long cutAt)
    {
        for (var i = Math.Max(from, 0); i < _segments.Count; i++)
        {
            var segment = _segments[i];
            if (i == from)
            {
                segment.Start.NextOffsets.CopyTo(_next, 0);
                segment.Start.NextOffsets.CopyTo(_expected, 0);
                _number = segment.Start.Number;
                _lastAppendUs = segment.Start.AppendUs;
                _tail = segment.FirstRecordAddress;
            }
            segment.FirstRequestId = _ids.End;
            segment.Index = new SegmentIndex(
                segment.Address,
                segment.Start.NextOffsets,
                options.IndexIntervalBytes
            );
            if (!ReadSegment(segment, Math.Min(cutAt, segment.EndAddress)))
            {
                return;
            }
        }
    }

    /// <summary>True when the segment is full and whole, so that the next one counts.</summary>
    private bool ReadSegment(Segment segment, long limit)
    {
        using var file = files.OpenForRead(segment.Id);
        using var cursor = new LogCursor(
            file,
            segment.Address,
            segment.FirstRecordAddress,
            limit,
            pageBytes
        );
        var number = _number + _call.Count;
        ParseOutcome outcome;
        while ((outcome = cursor.Next()) == ParseOutcome.Record)
        {
            if (cursor.Header.Number != (uint)number || !IsNext(cursor.Header))
            {
                return false;
            }
            number++;
            Take(cursor, segment);
        }
        return outcome == ParseOutcome.AtLimit && limit == segment.EndAddress;
    }

    private bool IsNext(in RecordFormat.Header header) =>
        header.Kind == RecordKind.SegmentStart
        || (
            header.Partition < settings.Partitions && header.Offset == _expected[header.Partition]++
        );

    private void Take(LogCursor cursor, Segment segment)
    {
        var header = cursor.Header;
        var record = cursor.Record.Span;
        _call.Add(
            new Unfinished(
                segment,
                cursor.Address,
                header.Kind == RecordKind.Data,
                header.Partition,
                header.Offset,
                header.AppendUs,
                RecordFormat.TimestampUs(header, record),
                RecordFormat.RequestId(header, record)
            )
        );
        if (header.Flags.HasFlag(RecordFlags.More))
        {
            return;
        }
        foreach (var taken in _call)
        {
            Keep(taken);
        }
        _call.Clear();
        _tail = cursor.Position;
    }

    private void Keep(in Unfinished record)
    {
        _number++;
        _lastAppendUs = Math.Max(_lastAppendUs, record.AppendUs);
        if (!record.IsData)
        {
            return;
        }
        _next[record.Partition] = record.Offset + 1;
        record.Segment.Index!.Observe(
            record.Address,
            record.Partition,
            record.Offset,
            record.TimestampUs
        );
        if (record.RequestId != default)
        {
            _ids.Add(record.Partition, record.RequestId, record.Offset, record.AppendUs);
        }
        record.Segment.RequestIdsEnd = _ids.End;
    }

    private void CutTail()
    {
        var last = _segments.FindLastIndex(s => s.FirstRecordAddress < _tail);
        _segments.RemoveRange(last + 1, _segments.Count - last - 1);
        var lastId = last < 0 ? -1 : _segments[last].Id;
        foreach (var id in files.List())
        {
            if (id > lastId)
            {
                files.Delete(id);
                File.Delete(files.RequestIdsPath(id));
            }
        }
        if (last >= 0 && _tail < _segments[last].EndAddress)
        {
            File.Delete(files.IndexPath(lastId));
            File.Delete(files.RequestIdsPath(lastId));
            files.ClearAfter(lastId, (int)(_tail - _segments[last].Address));
        }
        Posix.SyncDirectory(files.Directory);
    }

    /// <summary>A record of a call whose last record was not met yet.</summary>
    private readonly record struct Unfinished(
        Segment Segment,
        long Address,
        bool IsData,
        int Partition,
        long Offset,
        long AppendUs,
        long TimestampUs,
        UInt128 RequestId
    );
}
