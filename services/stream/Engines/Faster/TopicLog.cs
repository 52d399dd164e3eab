using FASTER.core;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// A topic's log while its disk works: takes calls, hands their records to the log library and
/// reports them when the <see cref="CommitThread"/> has brought them to the disk. After a failed
/// write it is of no use any more; the topic opens another.
/// </summary>
internal sealed class TopicLog : ICommitted, IAsyncDisposable
{
    private static readonly TimeSpan s_closeWithin = TimeSpan.FromSeconds(10);
    private readonly object _gate = new();

    /// <summary>In the log's memory, in its order, waiting for the disk.</summary>
    private readonly Queue<PendingAppend> _pending = new();

    /// <summary>Waiting for room in the log's memory; only the first may be partly there.</summary>
    private readonly Queue<PendingAppend> _waiting = new();
    private readonly TopicLogContext _context;
    private readonly RecoveredLog _recovered;
    private readonly LogSpace _space;
    private readonly LogSequence _sequence;
    private readonly CommitThread _thread;
    private readonly SegmentDevice _device;
    private readonly FasterLog _log;
    private readonly long[] _visibleNext;
    private long _visible;
    private long _waitingBytes;
    private Exception? _closed;

    public TopicLog(TopicLogContext context, RecoveredLog recovered)
    {
        _context = context;
        _recovered = recovered;
        _visibleNext = [.. recovered.Next];
        _visible = recovered.Tail;
        _space = new LogSpace(context, recovered);
        _thread = new CommitThread(context.Settings.Name, context.Files, context.Faults);
        _device = new SegmentDevice(context.Files, _thread);
        _log = OpenLibrary();
        _sequence = new LogSequence(context, recovered, _space, _log, _visibleNext);
        _thread.Start(this);
        _space.PrepareNext();
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
                if (_waiting.Count > 0 || !TryTake(append))
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
    /// Request ids of full segments, for the files beside them, taken in pieces so that appends go
    /// on.
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
        var expired = Segments.RemoveExpired(_context.Settings, nowUs, Visible);
        foreach (var (segment, newestUs) in expired)
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
            while (_waiting.TryPeek(out var append) && TryTakeWaiting(append))
            {
                _waiting.Dequeue();
                _waitingBytes -= append.Bytes;
                append.SetSequenced();
            }
            more = _space.Tail > durable;
            _space.PrepareNext();
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
            _closed ??= new InvalidOperationException("It is being closed.");
            last =
                (_waiting.LastOrDefault() ?? _pending.LastOrDefault())?.Durable
                ?? Task.CompletedTask;
        }
        // A failure is its caller's matter, and known by now.
        await Task.WhenAny(last, Task.Delay(s_closeWithin));
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

    /// <summary>False when the log's memory is full: to be called again after a commit.</summary>
    private bool TryTake(PendingAppend append)
    {
        if (!_sequence.TryCopy(append))
        {
            return false;
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

    private Task Wait(PendingAppend append)
    {
        var sequenced = append.WaitSequenced();
        if (_waiting.Count > 0 && _waitingBytes + append.Bytes > _context.Options.WaitingBytesMax)
        {
            throw new LogBusyException(_context.Settings.Name, _context.Options.WaitingBytesMax);
        }
        _waitingBytes += append.Bytes;
        _waiting.Enqueue(append);
        return sequenced;
    }

    private bool TryTakeWaiting(PendingAppend append)
    {
        try
        {
            return TryTake(append);
        }
        catch (LogException refused) when (!append.IsSequenced)
        {
            append.Fail(refused);
            return true;
        }
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
            // First: whoever is told of the failure must find the topic down until it takes records again.
            _context.Failed(this, cause);
            FailAll(Unavailable(cause));
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
}
