using Microsoft.Extensions.Options;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.Ticks.Subscribe;

namespace Platform.Timeseries.Ticks.Live;

/// <summary>
/// The live side of the tick path: keeps each symbol's newest records in memory and hands every new
/// one to its subscribers' queues. It knows nothing of storage but how far it has got, so that what
/// is not stored yet stays in memory.
/// </summary>
internal sealed class TickHub(IOptions<LiveOptions> options, TimeProvider clock)
{
    private readonly LiveOptions _options = options.Value;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SymbolTape> _tapes = new(StringComparer.Ordinal);
    private readonly Queue<TickRecord> _byAge = new();
    private LiveQueue[] _followingAll = [];

    // By partition: the newest offset published, the newest not in memory, the newest stored; -1: none.
    private long[] _published = [];
    private long[] _evicted = [];
    private long[] _stored = [];
    private long[] _acknowledged = [];
    private TaskCompletionSource _storedMoved = NewSignal();
    private TaskCompletionSource? _publishedMoved;
    private string? _impediment;
    private long _tapeBytes;
    private long _sequence;

    /// <summary>False until the hub knows what is stored and follows the log from there.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>Begins where storage ends.</summary>
    /// <param name="storedThrough">By partition, the newest offset stored; -1: none.</param>
    /// <param name="newest">The newest record of every symbol ever stored.</param>
    /// <param name="checkFrom">By partition, the offset from which storage is still to be compared with the log.</param>
    public void Start(long[] storedThrough, ulong[] checkFrom, IEnumerable<TickRecord> newest)
    {
        lock (_gate)
        {
            _published = [.. storedThrough];
            _evicted = [.. storedThrough];
            _stored = [.. checkFrom.Select(offset => (long)offset - 1)];
            _acknowledged = [.. storedThrough];
            foreach (var record in newest)
            {
                _tapes[record.Symbol] = new SymbolTape(
                    record.Symbol,
                    record.Partition,
                    (long)record.Offset
                )
                {
                    Newest = record,
                };
            }
            IsStarted = true;
        }
    }

    /// <summary>Takes in the next record of a partition. Called by one thread, in offset order.</summary>
    public void Publish(TickRecord record)
    {
        LiveQueue[] queues;
        LiveQueue[] all;
        lock (_gate)
        {
            record.PublishUs = MicroTime.Now(clock);
            record.Sequence = ++_sequence;
            _published[record.Partition] = (long)record.Offset;
            var tape = TapeOf(record);
            tape.Add(record);
            _byAge.Enqueue(record);
            _tapeBytes += record.Value.Length;
            Evict(tape);
            queues = tape.Subscribers;
            all = _followingAll;
            // Inside the lock, so that joining sees either the record on the tape or in its queue.
            Offer(queues, record);
            Offer(all, record);
            _publishedMoved?.TrySetResult();
            _publishedMoved = null;
        }
    }

    /// <summary>A writer was told that this position is durable; reads from here on wait for it.</summary>
    public void Acknowledged(uint partition, ulong offset)
    {
        lock (_gate)
        {
            if (partition < _acknowledged.Length && (long)offset > _acknowledged[partition])
            {
                _acknowledged[partition] = (long)offset;
            }
        }
    }

    /// <summary>
    /// Completes when everything acknowledged so far in any partition has been published, so that a
    /// caller reads its own writes; mostly at once.
    /// </summary>
    /// <exception cref="TimeoutException">The log does not bring it: following it is interrupted.</exception>
    public async ValueTask WaitAcknowledgedAsync(TimeSpan patience, CancellationToken cancellation)
    {
        long[]? wanted = null;
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                wanted ??= HasPublished(_acknowledged) ? _acknowledged : [.. _acknowledged];
                if (HasPublished(wanted))
                {
                    return;
                }
                _publishedMoved ??= NewSignal();
                moved = _publishedMoved.Task;
            }
            await moved.WaitAsync(patience, cancellation);
        }
    }

    /// <summary>Waits until the partition is published up to this offset, which storage may be ahead with.</summary>
    /// <exception cref="TimeoutException">The log does not bring it: following it is interrupted.</exception>
    public async ValueTask WaitPublishedAsync(
        uint partition,
        long offset,
        TimeSpan patience,
        CancellationToken cancellation
    )
    {
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                if (_published[partition] >= offset)
                {
                    return;
                }
                _publishedMoved ??= NewSignal();
                moved = _publishedMoved.Task;
            }
            await moved.WaitAsync(patience, cancellation);
        }
    }

    /// <summary>A record no subscriber can read; its position still counts.</summary>
    public void Pass(uint partition, ulong offset)
    {
        lock (_gate)
        {
            _published[partition] = (long)offset;
        }
    }

    /// <summary>Storage now holds everything of the partition up to this offset.</summary>
    public void StoredThrough(uint partition, long offset)
    {
        TaskCompletionSource moved;
        lock (_gate)
        {
            if (offset <= _stored[partition])
            {
                return;
            }
            _stored[partition] = offset;
            moved = _storedMoved;
            _storedMoved = NewSignal();
        }
        moved.TrySetResult();
    }

    /// <summary>Storing has come to a halt for this reason; null: it goes on. Whoever waits for it is told.</summary>
    public void StoringImpeded(string? reason)
    {
        TaskCompletionSource moved;
        lock (_gate)
        {
            _impediment = reason;
            moved = _storedMoved;
            _storedMoved = NewSignal();
        }
        moved.TrySetResult();
    }

    /// <summary>Waits until storage holds the partition up to this offset.</summary>
    /// <exception cref="Grpc.Core.RpcException">STORE_UNAVAILABLE: it can't get there at the moment.</exception>
    public async Task WaitStoredAsync(uint partition, long offset, CancellationToken cancellation)
    {
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                if (_stored[partition] >= offset)
                {
                    return;
                }
                if (_impediment is { } reason)
                {
                    throw StoreErrors.Unavailable(reason);
                }
                moved = _storedMoved.Task;
            }
            await moved.WaitAsync(cancellation);
        }
    }

    public long PublishedThrough(uint partition)
    {
        lock (_gate)
        {
            return _published[partition];
        }
    }

    /// <summary>By partition, what storage surely holds.</summary>
    public long[] StoredThroughAll()
    {
        lock (_gate)
        {
            return [.. _stored];
        }
    }

    public long[] PublishedThroughAll()
    {
        lock (_gate)
        {
            return [.. _published];
        }
    }

    public IReadOnlyList<string> Symbols()
    {
        lock (_gate)
        {
            return
            [
                .. _tapes.Values.Where(tape => tape.Newest is not null).Select(tape => tape.Symbol),
            ];
        }
    }

    public bool Knows(string symbol)
    {
        lock (_gate)
        {
            return _tapes.TryGetValue(symbol, out var tape) && tape.Newest is not null;
        }
    }

    public TickRecord? NewestOf(string symbol)
    {
        lock (_gate)
        {
            return _tapes.TryGetValue(symbol, out var tape) ? tape.Newest : null;
        }
    }

    /// <summary>
    /// The symbol's newest records holding at least <paramref name="rows"/> rows; null when memory does
    /// not reach back so far and there is more in storage.
    /// </summary>
    public List<TickRecord>? Recent(string symbol, int rows, IReadOnlySet<string>? brokers)
    {
        lock (_gate)
        {
            if (!_tapes.TryGetValue(symbol, out var tape))
            {
                return [];
            }
            var found = tape.NewestRecords(rows, brokers);
            return tape.EvictedThrough < 0 || Rows(found) >= rows ? found : null;
        }
    }

    /// <summary>
    /// All of a symbol's records in memory, oldest first, and the newest offset before them (-1: none):
    /// taken together, so that nothing is evicted between the two.
    /// </summary>
    public (long EvictedThrough, List<TickRecord> Records) InMemory(string symbol)
    {
        lock (_gate)
        {
            return _tapes.TryGetValue(symbol, out var tape)
                ? (tape.EvictedThrough, [.. tape.Records])
                : (-1, []);
        }
    }

    /// <summary>The oldest position of a symbol from which memory is complete; null: the symbol is unknown.</summary>
    public long? EvictedThrough(string symbol)
    {
        lock (_gate)
        {
            return _tapes.TryGetValue(symbol, out var tape) ? tape.EvictedThrough : null;
        }
    }

    /// <summary>Puts records read back from storage in front of a symbol's tape, if they still fit there.</summary>
    public void Warm(string symbol, List<TickRecord> records, long evictedThrough, long through)
    {
        lock (_gate)
        {
            if (_tapes.TryGetValue(symbol, out var tape) && tape.EvictedThrough == through)
            {
                tape.Prepend(records, evictedThrough);
                foreach (var record in records)
                {
                    _byAge.Enqueue(record);
                    _tapeBytes += record.Value.Length;
                }
                // The partition as a whole still reaches back only as far as its least complete symbol.
            }
        }
    }

    /// <summary>
    /// Tries to go live from a cursor. When memory reaches back to it, the records between it and now
    /// are in <see cref="JoinResult.Backlog"/>, and unless they are too many the queue is registered
    /// with them in front (with <c>onlyWithoutBacklog</c> none at all may be left). Otherwise storage has to be read up to <see cref="JoinResult.Boundaries"/>.
    /// </summary>
    public JoinResult TryJoin(
        TickScope scope,
        Cursor cursor,
        LiveQueue queue,
        bool onlyWithoutBacklog
    )
    {
        lock (_gate)
        {
            var boundaries = BoundariesOf(scope);
            foreach (var (partition, boundary) in boundaries)
            {
                if (cursor.Through(partition) < boundary)
                {
                    return new JoinResult(JoinOutcome.NeedsStorage, boundaries, []);
                }
            }
            var backlog = BacklogOf(scope, cursor);
            var bytesMax = onlyWithoutBacklog ? 0 : _options.SubscriberBytesMax / 2;
            if (backlog.Sum(record => (long)record.Value.Length) > bytesMax)
            {
                return new JoinResult(JoinOutcome.TooFarBehind, boundaries, backlog);
            }
            queue.Restart();
            queue.Preload(backlog);
            Register(scope, queue);
            return new JoinResult(JoinOutcome.Joined, boundaries, []);
        }
    }

    /// <summary>
    /// By partition the newest offset published, and the newest record of each symbol of the scope up
    /// to it (null: of every symbol).
    /// </summary>
    public (long[] Published, List<TickRecord> Newest) Snapshot(IEnumerable<string>? symbols)
    {
        lock (_gate)
        {
            var tapes =
                symbols?.Where(_tapes.ContainsKey).Select(symbol => _tapes[symbol])
                ?? _tapes.Values;
            return (
                [.. _published],
                [.. tapes.Where(tape => tape.Newest is not null).Select(tape => tape.Newest!)]
            );
        }
    }

    public void Leave(TickScope scope, LiveQueue queue)
    {
        lock (_gate)
        {
            if (scope.IsAll)
            {
                _followingAll = [.. _followingAll.Where(other => other != queue)];
            }
            foreach (var symbol in scope.Named)
            {
                if (_tapes.TryGetValue(symbol, out var tape))
                {
                    tape.Subscribers = [.. tape.Subscribers.Where(other => other != queue)];
                }
            }
        }
    }

    private void Register(TickScope scope, LiveQueue queue)
    {
        if (scope.IsAll)
        {
            _followingAll = [.. _followingAll, queue];
            return;
        }
        foreach (var symbol in scope.Symbols)
        {
            if (!_tapes.TryGetValue(symbol, out var tape))
            {
                // Nothing was ever written for it: whatever comes will be in memory from the start.
                tape = new SymbolTape(symbol, scope.PartitionOf(symbol), evictedThrough: -1);
                _tapes.Add(symbol, tape);
            }
            tape.Subscribers = [.. tape.Subscribers, queue];
        }
    }

    private Dictionary<uint, long> BoundariesOf(TickScope scope)
    {
        var boundaries = new Dictionary<uint, long>();
        foreach (var partition in scope.Partitions)
        {
            boundaries[partition] = scope.IsAll ? _evicted[partition] : -1;
        }
        if (!scope.IsAll)
        {
            foreach (var symbol in scope.Symbols)
            {
                if (_tapes.TryGetValue(symbol, out var tape))
                {
                    boundaries[tape.Partition] = Math.Max(
                        boundaries[tape.Partition],
                        tape.EvictedThrough
                    );
                }
            }
        }
        return boundaries;
    }

    private List<TickRecord> BacklogOf(TickScope scope, Cursor cursor)
    {
        var backlog = new List<TickRecord>();
        var tapes = scope.IsAll
            ? _tapes.Values
            : scope.Symbols.Where(_tapes.ContainsKey).Select(symbol => _tapes[symbol]);
        foreach (var tape in tapes)
        {
            var through = cursor.Through(tape.Partition);
            if (through < _published[tape.Partition])
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

    private SymbolTape TapeOf(TickRecord record)
    {
        if (!_tapes.TryGetValue(record.Symbol, out var tape))
        {
            tape = new SymbolTape(record.Symbol, record.Partition, evictedThrough: -1);
            _tapes.Add(record.Symbol, tape);
        }
        return tape;
    }

    private void Evict(SymbolTape tape)
    {
        while (
            tape.Records.TryPeek(out var oldest)
            && tape.Rows - oldest.Rows >= _options.TapeRows
            && (long)oldest.Offset <= _stored[tape.Partition]
        )
        {
            EvictOldest(tape);
        }
        // Beyond the bound memory gives way even to what is not stored: the log still has it.
        while (_tapeBytes > _options.TapeBytesMax && _byAge.TryDequeue(out var record))
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
        _tapeBytes -= record.Value.Length;
        _evicted[tape.Partition] = Math.Max(_evicted[tape.Partition], (long)record.Offset);
    }

    private bool HasPublished(long[] offsets)
    {
        for (var partition = 0; partition < offsets.Length; partition++)
        {
            if (_published[partition] < offsets[partition])
            {
                return false;
            }
        }
        return true;
    }

    private static void Offer(LiveQueue[] queues, TickRecord record)
    {
        foreach (var queue in queues)
        {
            queue.Offer(record);
        }
    }

    private static int Rows(List<TickRecord> records)
    {
        var rows = 0;
        foreach (var record in records)
        {
            rows += record.Rows;
        }
        return rows;
    }

    private static TaskCompletionSource NewSignal() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}

internal enum JoinOutcome
{
    Joined,
    NeedsStorage,
    TooFarBehind,
}

/// <param name="Outcome">What came of it.</param>
/// <param name="Boundaries">By partition, the newest offset that only storage has; -1: none.</param>
/// <param name="Backlog">When too far behind: the records memory holds after the cursor, in order.</param>
internal readonly record struct JoinResult(
    JoinOutcome Outcome,
    Dictionary<uint, long> Boundaries,
    List<TickRecord> Backlog
);
