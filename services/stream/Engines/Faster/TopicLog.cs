using FASTER.core;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// A topic's log while its disk works: gives records their offsets, copies them into the log
/// library's memory and reports them when the <see cref="CommitThread"/> has brought them to the
/// disk. After a failed write it is of no use any more; the topic opens another.
/// </summary>
internal sealed class TopicLog : ICommitted, IAsyncDisposable
{
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(10);
    private readonly object _gate = new();
    private readonly Queue<PendingAppend> _pending = new();
    private readonly Queue<PendingAppend> _waiting = new();
    private readonly TopicLogContext _context;
    private readonly RecoveredLog _recovered;
    private readonly LogSpace _space;
    private readonly CommitThread _thread;
    private readonly SegmentDevice _device;
    private readonly FasterLog _log;
    private readonly long[] _assigned;
    private readonly long[] _copied;
    private readonly long[] _visibleNext;
    private long _visible;
    private long _number;
    private long _lastAppendUs;
    private long _waitingBytes;
    private Exception? _closed;

    public TopicLog(TopicLogContext context, RecoveredLog recovered)
    {
        _context = context;
        _recovered = recovered;
        _assigned = [.. recovered.Next];
        _copied = [.. recovered.Next];
        _visibleNext = [.. recovered.Next];
        _visible = recovered.Tail;
        _number = recovered.Number;
        _lastAppendUs = recovered.LastAppendUs;
        _space = new LogSpace(context, recovered);
        _thread = new CommitThread(context.Settings.Name, context.Files, context.Faults);
        _device = new SegmentDevice(context.Files, _thread);
        _log = OpenLibrary();
        _thread.Start(this);
    }

    public SegmentList Segments => _recovered.Segments;

    /// <summary>What keeps the log from growing, if anything.</summary>
    public LogFullException? Full => _space.Full;

    /// <summary>Readers may read up to here.</summary>
    public long Visible => Volatile.Read(ref _visible);

    /// <summary>The end of the visible log and the next offset of each partition there.</summary>
    public long Snapshot(Span<long> next)
    {
        lock (_gate)
        {
            _visibleNext.CopyTo(next);
            return _visible;
        }
    }

    public ValueTask<Append> Append(ReadOnlyMemory<AppendRecord> records)
    {
        var append = new PendingAppend(records);
        Task? sequenced = null;
        lock (_gate)
        {
            if (_closed is not null)
            {
                throw Unavailable(_closed);
            }
            try
            {
                if (_waiting.Count > 0 || !TryCopy(append))
                {
                    sequenced = Wait(append);
                }
            }
            catch (Exception defect) when (defect is not LogException)
            {
                Break(defect);
                throw Unavailable(defect);
            }
        }
        _thread.Appended();
        return sequenced is null ? new(append) : Sequenced(append, sequenced);

        static async ValueTask<Append> Sequenced(PendingAppend append, Task sequenced)
        {
            await sequenced;
            return append;
        }
    }

    /// <summary>
    /// Request ids of full segments, for the files beside them, taken in pieces so that appends go on.
    /// </summary>
    public RequestIdEntry[] RequestIds(Segment segment)
    {
        var from = segment.FirstRequestId;
        var ids = new List<RequestIdEntry>();
        var piece = new RequestIdEntry[4096];
        int count;
        do
        {
            lock (_gate)
            {
                count = _recovered.RequestIds.Copy(ref from, segment.RequestIdsEnd, piece);
            }
            ids.AddRange(piece.AsSpan(0, count));
        } while (count > 0);
        return [.. ids];
    }

    /// <summary>Removes what retention no longer keeps.</summary>
    public void RemoveExpired()
    {
        var nowUs = _context.NowUs();
        var kept = _recovered.OutlivedIds;
        foreach (
            var (segment, newestUs) in Segments.RemoveExpired(_context.Settings, nowUs, Visible)
        )
        {
            kept.Add(OutlivedIds.Of(_context.Files, segment.Id, newestUs));
        }
        var oldestUs = nowUs - (long)_context.RequestIdWindow.TotalMicroseconds;
        OutlivedIds.Trim(kept, _context.Files, oldestUs, _context.Options.RequestIdsMax);
    }

    void ICommitted.IssueWrites() => _log.Commit();

    void ICommitted.Written()
    {
        var more = false;
        lock (_gate)
        {
            var durable = _log.FlushedUntilAddress;
            while (_pending.TryPeek(out var append) && append.End <= durable)
            {
                _pending.Dequeue();
                MakeVisible(append);
                append.SetDurable();
            }
            while (_waiting.TryPeek(out var append) && TryCopyWaiting(append))
            {
                _waiting.Dequeue();
                _waitingBytes -= append.Bytes;
                append.SetSequenced();
            }
            more = _space.Tail > durable;
        }
        if (more)
        {
            _thread.Appended();
        }
        _context.VisibleMoved();
    }

    void ICommitted.WriteFailed(Exception failure)
    {
        lock (_gate)
        {
            Break(failure);
        }
    }

    /// <summary>Waits for what was appended, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (_gate)
        {
            _closed ??= new ObjectDisposedException(_context.Settings.Name);
            last =
                (_waiting.LastOrDefault() ?? _pending.LastOrDefault())?.Durable
                ?? Task.CompletedTask;
        }
        // A failure is its caller's matter, and known by now.
        await Task.WhenAny(last, Task.Delay(CloseWithin));
        await Task.Run(_thread.Dispose);
        lock (_gate)
        {
            FailAll(Unavailable(_closed));
        }
        _log.Dispose();
        _device.Dispose();
    }

    private FasterLog OpenLibrary()
    {
        var log = new FasterLog(
            new FasterLogSettings
            {
                LogDevice = _device,
                LogCommitManager = new FlushedTail(_recovered.Begin, _recovered.Tail),
                PageSize = _context.PageBytes,
                MemorySize = _context.MemoryBytes,
                SegmentSize = _context.Files.SegmentBytes,
                // The constructor's own recovery hides its failures.
                TryRecoverLatest = false,
            }
        );
        if (!_recovered.IsEmpty)
        {
            log.Recover();
        }
        if (log.TailAddress != _recovered.Tail)
        {
            throw new LogDamagedException(
                $"The log of topic '{_context.Settings.Name}' ends at {_recovered.Tail}, but was "
                    + $"opened at {log.TailAddress}."
            );
        }
        return log;
    }

    private Task Wait(PendingAppend append)
    {
        var sequenced = append.WaitSequenced();
        if (_waitingBytes + append.Bytes > _context.Options.WaitingBytesMax && _waiting.Count > 0)
        {
            throw new LogBusyException(_context.Settings.Name, _context.Options.WaitingBytesMax);
        }
        _waitingBytes += append.Bytes;
        _waiting.Enqueue(append);
        return sequenced;
    }

    private bool TryCopyWaiting(PendingAppend append)
    {
        try
        {
            return TryCopy(append);
        }
        catch (LogException failure) when (!append.IsSequenced)
        {
            append.Fail(failure);
            return true;
        }
    }

    /// <summary>False when the log's memory is full: to be called again after a commit.</summary>
    private bool TryCopy(PendingAppend append)
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
            append.End = _space.Tail;
        }
        if (append.End <= _visible)
        {
            append.SetDurable();
        }
        else
        {
            _pending.Enqueue(append);
        }
        return true;
    }

    /// <summary>Reserves the room and fixes the offsets; after it the call can't be refused.</summary>
    private void Sequence(PendingAppend append)
    {
        var records = append.Records;
        var positions = append.Assigned;
        append.AppendUs = Math.Max(_lastAppendUs, _context.NowUs());
        var plan = _space.Plan();
        for (var i = 0; i < records.Length; i++)
        {
            if (!FindDuplicate(append, i))
            {
                plan.Add(RecordFormat.Footprint(RecordFormat.Size(records[i])));
            }
        }
        _space.Reserve(plan);

        _lastAppendUs = append.AppendUs;
        append.FirstRequestId = _recovered.RequestIds.End;
        for (var i = 0; i < records.Length; i++)
        {
            // Looked up again: an id may come twice in one call.
            if (positions[i].Duplicate || FindDuplicate(append, i))
            {
                continue;
            }
            ref readonly var record = ref records[i];
            var offset = _assigned[record.Partition]++;
            positions[i] = new AppendedPosition(record.Partition, offset, Duplicate: false);
            append.LastNew = i;
            if (record.RequestId != default)
            {
                _recovered.RequestIds.Add(
                    record.Partition,
                    record.RequestId,
                    offset,
                    append.AppendUs
                );
            }
        }
        append.IsSequenced = true;
    }

    private bool FindDuplicate(PendingAppend append, int index)
    {
        ref readonly var record = ref append.Records[index];
        if (
            record.RequestId == default
            || !_recovered.RequestIds.TryFind(
                record.Partition,
                record.RequestId,
                append.AppendUs,
                out var offset
            )
        )
        {
            return false;
        }
        append.Assigned[index] = new AppendedPosition(record.Partition, offset, Duplicate: true);
        if (offset >= _visibleNext[record.Partition])
        {
            // The first is on its way: the repeat is durable when it is.
            append.End = _space.Tail;
        }
        return true;
    }

    private bool TryCopyRecord(PendingAppend append)
    {
        var record = append.Records[append.Copied];
        var size = RecordFormat.Size(record);
        if (_space.NeedsSegment(size) && !TryStartSegment(append))
        {
            return false;
        }
        var offset = append.Positions[append.Copied].Offset;
        var more = append.Copied != append.LastNew;
        var stamp = new RecordStamp(_number, offset, append.AppendUs, more);
        if (!_log.TryEnqueue(new Entry(record, size, stamp), out var address))
        {
            return false;
        }
        _space.Took(address, size);
        _number++;
        append.Begun = true;
        _copied[record.Partition] = offset + 1;
        var timestampUs = record.TimestampUs != 0 ? record.TimestampUs : append.AppendUs;
        _space.Segment!.Index!.Observe(address, record.Partition, offset, timestampUs);
        return true;
    }

    private bool TryStartSegment(PendingAppend append)
    {
        var start = new SegmentStart(_number, append.AppendUs, [.. _copied]);
        var size = _space.SegmentStartSize();
        var entry = new SegmentStart.Entry(start, size, append.Begun);
        if (!_log.TryEnqueue(entry, out var address))
        {
            return false;
        }
        _number++;
        if (_space.Segment is { } full)
        {
            full.RequestIdsEnd = _recovered.RequestIds.End;
        }
        _space.Started(start, address, size, append.FirstRequestId);
        return true;
    }

    private void MakeVisible(PendingAppend append)
    {
        foreach (ref readonly var position in append.Positions)
        {
            if (!position.Duplicate)
            {
                _visibleNext[position.Partition] = position.Offset + 1;
            }
        }
        Volatile.Write(ref _visible, Math.Max(_visible, append.End));
    }

    private void Break(Exception cause)
    {
        if (_closed is null)
        {
            _closed = cause;
            FailAll(Unavailable(cause));
            _context.Failed(this, cause);
        }
    }

    private void FailAll(Exception failure)
    {
        while (_pending.TryDequeue(out var append) || _waiting.TryDequeue(out append))
        {
            append.Fail(failure);
        }
        _waitingBytes = 0;
    }

    private LogUnavailableException Unavailable(Exception cause) =>
        new(
            $"The log of topic '{_context.Settings.Name}' can't be written now: {cause.Message} "
                + "What was not acknowledged was not kept, unless the process ends before the log "
                + "is open again; repeat it with the same request ids.",
            cause
        );

    private readonly struct Entry(AppendRecord record, int size, RecordStamp stamp)
        : ILogEnqueueEntry
    {
        public int SerializedLength => size;

        public void SerializeTo(Span<byte> dest) => RecordFormat.Write(dest[..size], record, stamp);
    }
}
