using Microsoft.Extensions.Options;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Subscribe;

namespace Platform.Timeseries.Ticks.Live;

/// <summary>
/// The live side of the tick path: keeps each symbol's newest records in memory and hands every new
/// one to its subscribers' queues. It knows nothing of storage but how far it has got, so that what
/// is not stored yet stays in memory. One lock guards it and its parts: a record is published, on its
/// tape and in its queues in one step.
/// </summary>
internal sealed class TickHub
{
    private readonly Lock _gate = new();
    private readonly LogProgress _progress;
    private readonly TickMemory _memory;
    private readonly LiveOptions _options;
    private readonly TimeProvider _clock;
    private LiveQueue[] _followingAll = [];
    private long _sequence;

    public TickHub(IOptions<LiveOptions> options, TimeProvider clock)
    {
        _options = options.Value;
        _clock = clock;
        _progress = new LogProgress(_gate);
        _memory = new TickMemory(_options.TapeRows, _options.TapeBytesMax);
    }

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
            _progress.Start(storedThrough, [.. checkFrom.Select(offset => (long)offset - 1)]);
            _memory.Start(storedThrough, newest);
            IsStarted = true;
        }
    }

    /// <summary>Takes in the next record of a partition. Called by one thread, in offset order.</summary>
    public void Publish(TickRecord record)
    {
        lock (_gate)
        {
            record.PublishUs = MicroTime.Now(_clock);
            record.Sequence = ++_sequence;
            _progress.Publish(record.Partition, record.Offset);
            var tape = _memory.Add(record, _progress.StoredOf(record.Partition));
            // Inside the lock, so that joining sees either the record on the tape or in its queue.
            Offer(tape.Subscribers, record);
            Offer(_followingAll, record);
        }
    }

    /// <summary>A record no subscriber can read; its position still counts.</summary>
    public void Pass(uint partition, ulong offset)
    {
        lock (_gate)
        {
            _progress.Publish(partition, offset);
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
            var boundaries = _memory.BoundariesOf(scope);
            foreach (var (partition, boundary) in boundaries)
            {
                if (cursor.Through(partition) < boundary)
                {
                    return new JoinResult(JoinOutcome.NeedsStorage, boundaries, []);
                }
            }
            var backlog = _memory.BacklogOf(scope, cursor);
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
                if (_memory.Find(symbol) is { } tape)
                {
                    tape.Subscribers = [.. tape.Subscribers.Where(other => other != queue)];
                }
            }
        }
    }

    /// <summary>A writer was told that this position is durable; reads from here on wait for it.</summary>
    public void Acknowledged(uint partition, ulong offset) =>
        _progress.Acknowledge(partition, offset);

    /// <summary>Storage now holds everything of the partition up to this offset.</summary>
    public void StoredThrough(uint partition, long offset) => _progress.Store(partition, offset);

    /// <summary>Storing has come to a halt for this reason; null: it goes on. Whoever waits for it is told.</summary>
    public void StoringImpeded(string? reason) => _progress.ImpedeStoring(reason);

    /// <summary>
    /// Completes when everything acknowledged so far in any partition has been published, so that a
    /// caller reads its own writes; mostly at once.
    /// </summary>
    /// <exception cref="TimeoutException">The log does not bring it: following it is interrupted.</exception>
    public ValueTask WaitAcknowledgedAsync(TimeSpan patience, CancellationToken cancellation) =>
        _progress.WaitAcknowledgedAsync(patience, cancellation);

    /// <summary>Waits until the partition is published up to this offset, which storage may be ahead with.</summary>
    /// <exception cref="TimeoutException">The log does not bring it: following it is interrupted.</exception>
    public ValueTask WaitPublishedAsync(
        uint partition,
        long offset,
        TimeSpan patience,
        CancellationToken cancellation
    ) => _progress.WaitPublishedAsync(partition, offset, patience, cancellation);

    /// <summary>Waits until storage holds the partition up to this offset.</summary>
    /// <exception cref="Grpc.Core.RpcException">STORE_UNAVAILABLE: it can't get there at the moment.</exception>
    public Task WaitStoredAsync(uint partition, long offset, CancellationToken cancellation) =>
        _progress.WaitStoredAsync(partition, offset, cancellation);

    public long PublishedThrough(uint partition) => _progress.Published(partition);

    public long[] PublishedThroughAll() => _progress.Published();

    /// <summary>By partition, what storage surely holds.</summary>
    public long[] StoredThroughAll() => _progress.Stored();

    /// <summary>
    /// By partition the newest offset published, and the newest record of each symbol of the scope up
    /// to it (null: of every symbol).
    /// </summary>
    public (long[] Published, List<TickRecord> Newest) Snapshot(IEnumerable<string>? symbols)
    {
        lock (_gate)
        {
            return (
                _progress.Published(),
                [.. _memory.Written(symbols).Select(tape => tape.Newest!)]
            );
        }
    }

    public IReadOnlyList<string> Symbols()
    {
        lock (_gate)
        {
            return [.. _memory.Written().Select(tape => tape.Symbol)];
        }
    }

    public bool Knows(string symbol) => NewestOf(symbol) is not null;

    public TickRecord? NewestOf(string symbol)
    {
        lock (_gate)
        {
            return _memory.Find(symbol)?.Newest;
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
            if (_memory.Find(symbol) is not { } tape)
            {
                return [];
            }
            var found = tape.NewestRecords(rows, brokers);
            return tape.EvictedThrough < 0 || RowsOf(found) >= rows ? found : null;
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
            return _memory.Find(symbol) is { } tape
                ? (tape.EvictedThrough, [.. tape.Records])
                : (-1, []);
        }
    }

    /// <summary>The oldest position of a symbol from which memory is complete; null: the symbol is unknown.</summary>
    public long? EvictedThrough(string symbol)
    {
        lock (_gate)
        {
            return _memory.Find(symbol)?.EvictedThrough;
        }
    }

    /// <summary>Puts records read back from storage in front of a symbol's tape, if they still fit there.</summary>
    public void Warm(string symbol, List<TickRecord> records, long evictedThrough, long through)
    {
        lock (_gate)
        {
            _memory.Warm(symbol, records, evictedThrough, through);
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
            var tape = _memory.TapeOf(symbol, scope.PartitionOf(symbol));
            tape.Subscribers = [.. tape.Subscribers, queue];
        }
    }

    private static void Offer(LiveQueue[] queues, TickRecord record)
    {
        foreach (var queue in queues)
        {
            queue.Offer(record);
        }
    }

    private static int RowsOf(List<TickRecord> records)
    {
        var rows = 0;
        foreach (var record in records)
        {
            rows += record.Rows;
        }
        return rows;
    }
}
