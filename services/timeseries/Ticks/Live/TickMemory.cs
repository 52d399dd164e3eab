using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Subscribe;

namespace Platform.Timeseries.Ticks.Live;

/// <summary>
/// The tapes of all symbols, bounded each in rows and together in bytes, and how far back they reach.
/// Guarded by the hub's lock, which its callers hold.
/// </summary>
internal sealed class TickMemory(int tapeRows, long bytesMax)
{
    private readonly Dictionary<string, SymbolTape> _tapes = new(StringComparer.Ordinal);
    private readonly Queue<TickRecord> _byAge = new();

    // By partition, the newest offset not in memory; -1: none.
    private long[] _evicted = [];
    private long _bytes;

    /// <summary>Begins empty, knowing only which of each symbol's records is the newest.</summary>
    public void Start(long[] storedThrough, IEnumerable<TickRecord> newest)
    {
        _evicted = [.. storedThrough];
        foreach (var record in newest)
        {
            var tape = new SymbolTape(record.Symbol, record.Partition, (long)record.Offset)
            {
                Newest = record,
            };
            _tapes[record.Symbol] = tape;
        }
    }

    public SymbolTape? Find(string symbol) => _tapes.GetValueOrDefault(symbol);

    /// <summary>The symbol's tape; one it never had before reaches back to its beginning.</summary>
    public SymbolTape TapeOf(string symbol, uint partition)
    {
        if (!_tapes.TryGetValue(symbol, out var tape))
        {
            tape = new SymbolTape(symbol, partition, evictedThrough: -1);
            _tapes.Add(symbol, tape);
        }
        return tape;
    }

    /// <summary>Takes in the next record, and gives up what no longer fits.</summary>
    /// <param name="record">The next of its partition.</param>
    /// <param name="storedThrough">What is newer of the record's partition stays, while the bytes allow it.</param>
    public SymbolTape Add(TickRecord record, long storedThrough)
    {
        var tape = TapeOf(record.Symbol, record.Partition);
        tape.Add(record);
        _byAge.Enqueue(record);
        _bytes += record.Value.Length;
        Evict(tape, storedThrough);
        return tape;
    }

    /// <summary>Puts records read back from storage in front of a symbol's tape, if they still fit there.</summary>
    public void Warm(string symbol, List<TickRecord> records, long evictedThrough, long through)
    {
        if (!_tapes.TryGetValue(symbol, out var tape) || tape.EvictedThrough != through)
        {
            return;
        }
        tape.Prepend(records, evictedThrough);
        foreach (var record in records)
        {
            _byAge.Enqueue(record);
            _bytes += record.Value.Length;
        }
        // The partition as a whole still reaches back only as far as its least complete symbol.
    }

    /// <summary>The tapes of these symbols that have records; null: of all.</summary>
    public IEnumerable<SymbolTape> Written(IEnumerable<string>? symbols = null) =>
        (
            symbols is null
                ? _tapes.Values
                : symbols.Where(_tapes.ContainsKey).Select(s => _tapes[s])
        ).Where(tape => tape.Newest is not null);

    /// <summary>By partition of the scope, the newest offset that only storage has; -1: none.</summary>
    public Dictionary<uint, long> BoundariesOf(TickScope scope)
    {
        var boundaries = new Dictionary<uint, long>();
        foreach (var partition in scope.Partitions)
        {
            boundaries[partition] = scope.IsAll ? _evicted[partition] : -1;
        }
        if (!scope.IsAll)
        {
            foreach (var tape in Written(scope.Symbols))
            {
                boundaries[tape.Partition] = Math.Max(
                    boundaries[tape.Partition],
                    tape.EvictedThrough
                );
            }
        }
        return boundaries;
    }

    /// <summary>The scope's records after the cursor, in order of publishing.</summary>
    public List<TickRecord> BacklogOf(TickScope scope, Cursor cursor)
    {
        var backlog = new List<TickRecord>();
        foreach (var tape in Written(scope.IsAll ? null : scope.Symbols))
        {
            var through = cursor.Through(tape.Partition);
            if (through < (long)tape.Newest!.Offset)
            {
                backlog.AddRange(tape.Records.Where(record => (long)record.Offset > through));
            }
        }
        // Publishing order keeps each partition's offsets rising; read-back records come before all.
        backlog.Sort(
            static (a, b) =>
                a.Sequence != b.Sequence ? a.Sequence.CompareTo(b.Sequence)
                : a.Partition != b.Partition ? a.Partition.CompareTo(b.Partition)
                : a.Offset.CompareTo(b.Offset)
        );
        return backlog;
    }

    private void Evict(SymbolTape tape, long storedThrough)
    {
        while (
            tape.Records.TryPeek(out var oldest)
            && tape.Rows - oldest.Rows >= tapeRows
            && (long)oldest.Offset <= storedThrough
        )
        {
            EvictOldest(tape);
        }
        // Beyond the bound memory gives way even to what is not stored: the log still has it.
        while (_bytes > bytesMax && _byAge.TryDequeue(out var record))
        {
            if (!record.Evicted)
            {
                EvictOldest(_tapes[record.Symbol]);
            }
        }
        while (_byAge.TryPeek(out var gone) && gone.Evicted)
        {
            _byAge.Dequeue();
        }
    }

    private void EvictOldest(SymbolTape tape)
    {
        var record = tape.EvictOldest();
        _bytes -= record.Value.Length;
        _evicted[tape.Partition] = Math.Max(_evicted[tape.Partition], (long)record.Offset);
    }
}
