using System.Diagnostics;

namespace Platform.Timeseries.Ticks.Storage;

/// <summary>
/// One at a time of each: an insert of ticks, a round of candles; and callers' rows; or none of them, for
/// somebody who needs the store to stand still for a moment. What waits of ticks is not lost: the log keeps it.
/// </summary>
internal sealed class StoreGate : IDisposable
{
    private const int WritersMax = 64;

    /// <summary>How long a caller's rows wait: longer than a snapshot takes, shorter than a restore.</summary>
    private static readonly TimeSpan WriterWaitMax = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _inserts = new(1, 1);
    private readonly SemaphoreSlim _writers = new(WritersMax, WritersMax);
    private readonly SemaphoreSlim _rounds = new(1, 1);
    private int _replacements;
    private volatile bool _isWhole;

    /// <summary>Whether what is there is a store, and not perhaps a part of a backup: only then callers' rows are taken.</summary>
    public bool IsWhole
    {
        get => _isWhole;
        set => _isWhole = value;
    }

    /// <summary>How often the store's content was replaced: who knows another number knows another store.</summary>
    public int Replacements => Volatile.Read(ref _replacements);

    /// <summary>For an insert of ticks.</summary>
    public async ValueTask<Turn> EnterAsync(CancellationToken cancellation)
    {
        await _inserts.WaitAsync(cancellation);
        return new Turn((_inserts, 1));
    }

    /// <summary>For a round of candles.</summary>
    public async ValueTask<Turn> EnterRoundAsync(CancellationToken cancellation)
    {
        await _rounds.WaitAsync(cancellation);
        return new Turn((_rounds, 1));
    }

    /// <summary>The same, unless it takes longer: then null.</summary>
    public async ValueTask<Turn?> TryEnterRoundAsync(
        TimeSpan within,
        CancellationToken cancellation
    ) => await _rounds.WaitAsync(within, cancellation) ? new Turn((_rounds, 1)) : null;

    /// <summary>For rows of a caller, with what is noted about them.</summary>
    /// <exception cref="Grpc.Core.RpcException">STORE_UNAVAILABLE: somebody keeps the store still.</exception>
    public async ValueTask<Turn> EnterWriteAsync(CancellationToken cancellation)
    {
        if (!await _writers.WaitAsync(WriterWaitMax, cancellation))
        {
            throw StoreErrors.Unavailable(
                "it is kept still while a backup is restored or a table is changed"
            );
        }
        if (!_isWhole)
        {
            _writers.Release();
            throw StoreErrors.Unavailable(
                "it has not started, or restoring a backup was not finished"
            );
        }
        return new Turn((_writers, 1));
    }

    /// <summary>For who needs all to stand still. Null when the store did not come to a halt in that time.</summary>
    public async ValueTask<Turn?> TryEnterAllAsync(TimeSpan within, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        // Rounds first, which keeps another who wants all away.
        if (!await _rounds.WaitAsync(within, cancellation))
        {
            return null;
        }
        Turn? rest = null;
        try
        {
            rest = await TryEnterRestAsync(within - Stopwatch.GetElapsedTime(began), cancellation);
            return rest?.And(_rounds);
        }
        finally
        {
            if (rest is null)
            {
                _rounds.Release();
            }
        }
    }

    /// <summary>The same for who has the turn of rounds already.</summary>
    public async ValueTask<Turn?> TryEnterRestAsync(TimeSpan within, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var writers = 0;
        var entered = false;
        try
        {
            while (writers < WritersMax && await _writers.WaitAsync(Left(), cancellation))
            {
                writers++;
            }
            // Ticks last: they go on while the others end.
            entered = writers == WritersMax && await _inserts.WaitAsync(Left(), cancellation);
            return entered ? new Turn((_inserts, 1), (_writers, WritersMax)) : null;
        }
        finally
        {
            if (!entered)
            {
                new Turn((_writers, writers)).Dispose();
            }
        }

        TimeSpan Left()
        {
            var left = within - Stopwatch.GetElapsedTime(began);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>The same, however long it takes.</summary>
    public async ValueTask<Turn> EnterAllAsync(CancellationToken cancellation) =>
        (await TryEnterAllAsync(TimeSpan.FromMilliseconds(int.MaxValue), cancellation))!;

    public void Replaced() => Interlocked.Increment(ref _replacements);

    public void Dispose()
    {
        _inserts.Dispose();
        _writers.Dispose();
        _rounds.Dispose();
    }

    internal sealed class Turn(params (SemaphoreSlim Of, int Count)[] taken) : IDisposable
    {
        public Turn And(SemaphoreSlim another) => new([.. taken, (another, 1)]);

        public void Dispose()
        {
            foreach (var (of, count) in taken)
            {
                if (count > 0)
                {
                    of.Release(count);
                }
            }
        }
    }
}
