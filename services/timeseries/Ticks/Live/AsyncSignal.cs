using System.Threading.Tasks.Sources;

namespace Platform.Timeseries.Ticks.Live;

/// <summary>
/// Wakes the one task that waits for it; signals given while nobody waits are kept as one. No
/// allocation for each wait, and the signaller never runs the waiter.
/// </summary>
internal sealed class AsyncSignal : IValueTaskSource
{
    private const int Idle = 0;
    private const int Waiting = 1;
    private const int Signalled = 2;

    private ManualResetValueTaskSourceCore<bool> _source = new()
    {
        RunContinuationsAsynchronously = true,
    };
    private int _state = Idle;

    public void Set()
    {
        if (Interlocked.Exchange(ref _state, Signalled) == Waiting)
        {
            _source.SetResult(true);
        }
    }

    /// <summary>Completes at once when a signal was kept. One waiter at a time.</summary>
    public ValueTask WaitAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Signalled) == Signalled)
        {
            return ValueTask.CompletedTask;
        }
        _source.Reset();
        return Interlocked.CompareExchange(ref _state, Waiting, Idle) == Idle
            ? new ValueTask(this, _source.Version)
            : ConsumeKept();
    }

    void IValueTaskSource.GetResult(short token)
    {
        _source.GetResult(token);
        Interlocked.Exchange(ref _state, Idle);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => _source.OnCompleted(continuation, state, token, flags);

    private ValueTask ConsumeKept()
    {
        Interlocked.Exchange(ref _state, Idle);
        return ValueTask.CompletedTask;
    }
}
