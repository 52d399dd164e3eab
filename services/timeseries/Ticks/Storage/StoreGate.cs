namespace Platform.Timeseries.Ticks.Storage;

/// <summary>
/// One at a time: an insert of ticks, or somebody who needs the store to stand still for a moment. What
/// waits is not lost: the log keeps it.
/// </summary>
internal sealed class StoreGate : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _replacements;

    /// <summary>How often the store's content was replaced: who knows another number knows another store.</summary>
    public int Replacements => Volatile.Read(ref _replacements);

    public async ValueTask<Turn> EnterAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        return new Turn(_turn);
    }

    /// <summary>Null when the store did not come to a halt in that time.</summary>
    public async ValueTask<Turn?> TryEnterAsync(TimeSpan within, CancellationToken cancellation) =>
        await _turn.WaitAsync(within, cancellation) ? new Turn(_turn) : null;

    public void Replaced() => Interlocked.Increment(ref _replacements);

    public void Dispose() => _turn.Dispose();

    internal sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
