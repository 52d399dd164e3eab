using System.Diagnostics;

namespace Platform.Timeseries.Ticks.Storage;

/// <summary>
/// One at a time of each: an insert of ticks, a round of candles; or neither, for somebody who needs the
/// store to stand still for a moment. What waits is not lost: the log keeps it.
/// </summary>
internal sealed class StoreGate : IDisposable
{
    private readonly SemaphoreSlim _inserts = new(1, 1);
    private readonly SemaphoreSlim _rounds = new(1, 1);
    private int _replacements;

    /// <summary>How often the store's content was replaced: who knows another number knows another store.</summary>
    public int Replacements => Volatile.Read(ref _replacements);

    /// <summary>For an insert of ticks.</summary>
    public async ValueTask<Turn> EnterAsync(CancellationToken cancellation)
    {
        await _inserts.WaitAsync(cancellation);
        return new Turn(_inserts, null);
    }

    /// <summary>For a round of candles.</summary>
    public async ValueTask<Turn> EnterRoundAsync(CancellationToken cancellation)
    {
        await _rounds.WaitAsync(cancellation);
        return new Turn(_rounds, null);
    }

    /// <summary>The same, unless it takes longer: then null.</summary>
    public async ValueTask<Turn?> TryEnterAsync(TimeSpan within, CancellationToken cancellation) =>
        await _inserts.WaitAsync(within, cancellation) ? new Turn(_inserts, null) : null;

    public async ValueTask<Turn?> TryEnterRoundAsync(
        TimeSpan within,
        CancellationToken cancellation
    ) => await _rounds.WaitAsync(within, cancellation) ? new Turn(_rounds, null) : null;

    /// <summary>For who needs all to stand still. Null when the store did not come to a halt in that time.</summary>
    public async ValueTask<Turn?> TryEnterAllAsync(TimeSpan within, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        // Rounds first: ticks go on while one ends.
        if (!await _rounds.WaitAsync(within, cancellation))
        {
            return null;
        }
        var left = within - Stopwatch.GetElapsedTime(began);
        var entered = false;
        try
        {
            entered = await _inserts.WaitAsync(
                left > TimeSpan.Zero ? left : TimeSpan.Zero,
                cancellation
            );
            return entered ? new Turn(_inserts, _rounds) : null;
        }
        finally
        {
            if (!entered)
            {
                _rounds.Release();
            }
        }
    }

    /// <summary>The same, however long it takes.</summary>
    public async ValueTask<Turn> EnterAllAsync(CancellationToken cancellation) =>
        (await TryEnterAllAsync(TimeSpan.FromMilliseconds(int.MaxValue), cancellation))!;

    public void Replaced() => Interlocked.Increment(ref _replacements);

    public void Dispose()
    {
        _inserts.Dispose();
        _rounds.Dispose();
    }

    internal sealed class Turn(SemaphoreSlim first, SemaphoreSlim? second) : IDisposable
    {
        public void Dispose()
        {
            first.Release();
            second?.Release();
        }
    }
}
