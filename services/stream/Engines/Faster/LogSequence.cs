using FASTER.core;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// Gives the records of a call their offsets and copies them into the log library's memory. Used
/// under the log's lock, call by call.
/// </summary>
/// <param name="visibleNext">Offsets from these on are not durable yet.</param>
internal sealed class LogSequence(
    TopicLogContext context,
    RecoveredLog recovered,
    LogSpace space,
    FasterLog log,
    long[] visibleNext
)
{
    private readonly RequestIdWindow _requestIds = recovered.RequestIds;

    /// <summary>The next offsets, counting calls whose offsets are fixed.</summary>
    private readonly long[] _assigned = [.. recovered.Next];

    /// <summary>The next offsets, counting only what is in the log's memory.</summary>
    private readonly long[] _copied = [.. recovered.Next];
    private long _number = recovered.Number;
    private long _lastAppendUs = recovered.LastAppendUs;

    /// <summary>False when the memory is full: to be called again after a commit.</summary>
    public bool TryCopy(PendingAppend append)
    {
        if (!append.IsSequenced)
        {
            Sequence(append);
        }
        for (; append.Copied <= append.LastNew; append.Copied++)
        {
            if (!append.Positions[append.Copied].Duplicate && !TryCopyRecord(append))
            {
                return false;
            }
        }
        if (append.LastNew >= 0)
        {
            append.End = space.Tail;
        }
        return true;
    }

    /// <summary>Reserves the room and fixes the offsets; after it the call can't be refused.</summary>
    private void Sequence(PendingAppend append)
    {
        var records = append.Records;
        append.AppendUs = Math.Max(_lastAppendUs, context.NowUs());
        var plan = space.Plan();
        for (var i = 0; i < records.Length; i++)
        {
            if (!FindDuplicate(append, i))
            {
                plan.Add(RecordFormat.Footprint(RecordFormat.Size(records[i])));
            }
        }
        space.Reserve(plan);

        _lastAppendUs = append.AppendUs;
        append.FirstRequestId = _requestIds.End;
        for (var i = 0; i < records.Length; i++)
        {
            // Looked up again: an id may come twice in one call.
            if (!append.Assigned[i].Duplicate && !FindDuplicate(append, i))
            {
                AssignOffset(append, i);
            }
        }
        append.IsSequenced = true;
    }

    private void AssignOffset(PendingAppend append, int index)
    {
        ref readonly var record = ref append.Records[index];
        var offset = _assigned[record.Partition]++;
        append.Assigned[index] = new(record.Partition, offset, Duplicate: false);
        append.LastNew = index;
        if (record.RequestId != default)
        {
            _requestIds.Add(record.Partition, record.RequestId, offset, append.AppendUs);
        }
    }

    private bool FindDuplicate(PendingAppend append, int index)
    {
        ref readonly var record = ref append.Records[index];
        var (partition, id) = (record.Partition, record.RequestId);
        if (id == default || !_requestIds.TryFind(partition, id, append.AppendUs, out var offset))
        {
            return false;
        }
        append.Assigned[index] = new(partition, offset, Duplicate: true);
        if (offset >= visibleNext[partition])
        {
            // The first is on its way: the repeat is durable when it is.
            append.End = space.Tail;
        }
        return true;
    }

    private bool TryCopyRecord(PendingAppend append)
    {
        ref readonly var record = ref append.Records[append.Copied];
        var size = RecordFormat.Size(record);
        if (space.NeedsSegment(size) && !TryStartSegment(append))
        {
            return false;
        }
        var offset = append.Positions[append.Copied].Offset;
        var more = append.Copied != append.LastNew;
        var stamp = new RecordStamp(_number, offset, append.AppendUs, more);
        if (!log.TryEnqueue(new Entry(append, size, stamp), out var address))
        {
            return false;
        }
        space.Took(address, size);
        _number++;
        append.Begun = true;
        _copied[record.Partition] = offset + 1;
        var timestampUs = record.TimestampUs != 0 ? record.TimestampUs : append.AppendUs;
        space.Segment!.Index!.Observe(address, record.Partition, offset, timestampUs);
        return true;
    }

    private bool TryStartSegment(PendingAppend append)
    {
        var start = new SegmentStart(_number, append.AppendUs, [.. _copied]);
        var size = space.SegmentStartSize();
        var entry = new SegmentStart.Entry(start, size, append.Begun);
        if (!log.TryEnqueue(entry, out var address))
        {
            return false;
        }
        _number++;
        if (space.Segment is { } full)
        {
            full.RequestIdsEnd = _requestIds.End;
        }
        space.Started(start, address, size, append.FirstRequestId);
        return true;
    }

    /// <summary>The record being copied, in the form the log library writes by.</summary>
    private readonly struct Entry(PendingAppend append, int size, RecordStamp stamp)
        : ILogEnqueueEntry
    {
        public int SerializedLength => size;

        public void SerializeTo(Span<byte> dest) =>
            RecordFormat.Write(dest[..size], append.Records[append.Copied], stamp);
    }
}
