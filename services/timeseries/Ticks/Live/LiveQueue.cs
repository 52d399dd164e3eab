using Platform.Timeseries.Ticks.Model;

namespace Platform.Timeseries.Ticks.Live;

/// <summary>How a queue left off when it was last asked.</summary>
internal enum LiveState
{
    Live,

    /// <summary>It overflowed: nothing more is taken in; the subscriber must turn to history or go.</summary>
    Overflowed,

    /// <summary>The subscriber is gone or the process is stopping.</summary>
    Closed,
}

/// <summary>Records of one partition left out by SKIP.</summary>
internal readonly record struct SkippedRange(uint Partition, ulong First, ulong Last);

/// <summary>
/// What waits for one live subscriber, bounded in bytes and records. The hub offers and never waits;
/// what happens at the bound is the subscriber's policy. Offers come from one thread at a time.
/// </summary>
internal sealed class LiveQueue(
    SlowReader policy,
    int bytesMax,
    int recordsMax,
    Predicate<TickRecord>? wants = null
)
{
    private readonly Lock _gate = new();
    private readonly Queue<TickRecord> _records = new();
    private readonly AsyncSignal _signal = new();
    private readonly Dictionary<uint, SkippedRange> _skipped = [];
    private long _bytes;
    private LiveState _state = LiveState.Live;
    private Dictionary<string, TickRecord>? _conflated;
    private ulong _rowsLeftOut;

    public SlowReader Policy => policy;

    public LiveState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>False when the queue takes no more and should be taken off the hub.</summary>
    public bool Offer(TickRecord record)
    {
        if (wants is not null && !wants(record))
        {
            return true;
        }
        lock (_gate)
        {
            if (_state != LiveState.Live)
            {
                return false;
            }
            if (_conflated is not null)
            {
                Conflate(record);
            }
            else
            {
                _records.Enqueue(record);
                _bytes += record.Value.Length;
                if (_bytes > bytesMax || _records.Count > recordsMax)
                {
                    Overflow();
                }
            }
        }
        _signal.Set();
        return _state == LiveState.Live;
    }

    /// <summary>Puts what memory already has in front of what will be offered; not bounded.</summary>
    public void Preload(List<TickRecord> records)
    {
        lock (_gate)
        {
            foreach (var record in records)
            {
                _records.Enqueue(record);
                _bytes += record.Value.Length;
            }
        }
        _signal.Set();
    }

    /// <summary>
    /// Moves waiting records into <paramref name="batch"/>, at least one if there is any, until
    /// <paramref name="bytes"/> are reached.
    /// </summary>
    public LiveState Take(LiveBatch batch, int bytes)
    {
        batch.Clear();
        lock (_gate)
        {
            if (_conflated is not null)
            {
                batch.Conflated = true;
                batch.Records.AddRange(_conflated.Values);
                _conflated = null;
            }
            else
            {
                var taken = 0;
                while (taken < bytes && _records.TryDequeue(out var record))
                {
                    taken += record.Value.Length;
                    batch.Records.Add(record);
                }
                _bytes -= taken;
            }
            batch.RowsLeftOut = _rowsLeftOut;
            _rowsLeftOut = 0;
            batch.Skipped.AddRange(_skipped.Values);
            _skipped.Clear();
            return _state;
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _state = LiveState.Closed;
        }
        _signal.Set();
    }

    /// <summary>Empties an overflowed queue so that it can join the hub again.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            _records.Clear();
            _bytes = 0;
            if (_state == LiveState.Overflowed)
            {
                _state = LiveState.Live;
            }
        }
    }

    /// <summary>Wakes the subscriber without a record, for a heartbeat or its end.</summary>
    public void Wake() => _signal.Set();

    public ValueTask WaitAsync() => _signal.WaitAsync();

    private void Overflow()
    {
        switch (policy)
        {
            case SlowReader.Conflate:
                _conflated = [];
                while (_records.TryDequeue(out var record))
                {
                    Conflate(record);
                }
                _bytes = 0;
                break;
            case SlowReader.Skip:
                // Down to half, so that a slow reader is told of a few long ranges, not of many short ones.
                while (
                    _records.Count > 1 && (_bytes > bytesMax / 2 || _records.Count > recordsMax / 2)
                )
                {
                    Skip(_records.Dequeue());
                }
                break;
            default:
                _state = LiveState.Overflowed;
                break;
        }
    }

    private void Conflate(TickRecord record)
    {
        // Only the record's last row will be sent, and that only if nothing newer comes.
        _rowsLeftOut += (ulong)record.Rows - 1;
        if (_conflated!.Remove(record.Symbol))
        {
            _rowsLeftOut++;
        }
        _conflated.Add(record.Symbol, record);
    }

    private void Skip(TickRecord record)
    {
        _bytes -= record.Value.Length;
        _rowsLeftOut += (ulong)record.Rows;
        _skipped[record.Partition] = _skipped.TryGetValue(record.Partition, out var range)
            ? range with
            {
                Last = record.Offset,
            }
            : new SkippedRange(record.Partition, record.Offset, record.Offset);
    }
}

/// <summary>What a subscriber took from its queue at once. Reused.</summary>
internal sealed class LiveBatch
{
    public List<TickRecord> Records { get; } = [];

    public List<SkippedRange> Skipped { get; } = [];

    /// <summary>Rows dropped by SKIP or left out by CONFLATE since the last batch.</summary>
    public ulong RowsLeftOut { get; set; }

    /// <summary>Only the last row of each record is to be sent.</summary>
    public bool Conflated { get; set; }

    public void Clear()
    {
        Records.Clear();
        Skipped.Clear();
        RowsLeftOut = 0;
        Conflated = false;
    }
}

/// <summary>The slow-reader policies; <see cref="V1.SlowReaderPolicy"/> without "unspecified".</summary>
internal enum SlowReader
{
    CatchUp,
    Conflate,
    Skip,
    Disconnect,
}
