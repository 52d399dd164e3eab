using Platform.Timeseries.Ticks.Model;

namespace Platform.Timeseries.Ticks.Live;

/// <summary>
/// A symbol's newest records in memory, in position order. Every record after
/// <see cref="EvictedThrough"/> is here. Guarded by the hub's lock.
/// </summary>
internal sealed class SymbolTape(string symbol, uint partition, long evictedThrough)
{
    private readonly Queue<TickRecord> _records = new();

    public string Symbol { get; } = symbol;

    public uint Partition { get; } = partition;

    /// <summary>The symbol's newest record that is not in memory; -1 when all ever written are.</summary>
    public long EvictedThrough { get; private set; } = evictedThrough;

    public int Rows { get; private set; }

    /// <summary>The newest record, which may be older than the tape when it was read back at start.</summary>
    public TickRecord? Newest { get; set; }

    /// <summary>Who follows this symbol. Replaced, never changed, so that it is read without a lock.</summary>
    public LiveQueue[] Subscribers { get; set; } = [];

    public Queue<TickRecord> Records => _records;

    public void Add(TickRecord record)
    {
        _records.Enqueue(record);
        Rows += record.Rows;
        Newest = record;
    }

    /// <summary>Takes in what was read back from storage, all older than what is here.</summary>
    public void Prepend(List<TickRecord> older, long evictedThrough)
    {
        var newer = _records.ToArray();
        _records.Clear();
        foreach (var record in older)
        {
            _records.Enqueue(record);
            Rows += record.Rows;
        }
        foreach (var record in newer)
        {
            _records.Enqueue(record);
        }
        EvictedThrough = evictedThrough;
        if (older.Count > 0 && (Newest is null || Newest.Offset <= older[^1].Offset))
        {
            // The one known so far may be a part of this: it was read when nothing had been compared with the log yet.
            Newest = older[^1];
        }
    }

    public TickRecord EvictOldest()
    {
        var record = _records.Dequeue();
        Rows -= record.Rows;
        EvictedThrough = (long)record.Offset;
        record.Evicted = true;
        return record;
    }

    /// <summary>Whole records of at least <paramref name="rows"/> rows, or all there are; oldest first.</summary>
    public List<TickRecord> NewestRecords(int rows, IReadOnlySet<string>? brokers)
    {
        var found = new List<TickRecord>();
        var count = 0;
        foreach (var record in _records.Reverse())
        {
            if (count >= rows)
            {
                break;
            }
            if (brokers is null || brokers.Count == 0 || brokers.Contains(record.Broker))
            {
                found.Add(record);
                count += record.Rows;
            }
        }
        found.Reverse();
        return found;
    }
}
