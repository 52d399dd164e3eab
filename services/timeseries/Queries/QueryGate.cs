using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Queries;

/// <summary>So many queries run at once and so many wait: what callers ask never takes what ticks need.</summary>
internal sealed class QueryGate(IOptions<QueryLimits> limits) : IDisposable
{
    private readonly QueryLimits _limits = limits.Value;
    private readonly SemaphoreSlim _turns = new(limits.Value.RunningMax);
    private int _waiting;

    /// <summary>Waits for a turn; dispose what is returned when the query is over.</summary>
    public async Task<Turn> EnterAsync(CancellationToken cancellation)
    {
        // An open turn needs no place among those who wait.
        if (await _turns.WaitAsync(TimeSpan.Zero, cancellation))
        {
            return new Turn(_turns);
        }
        try
        {
            if (Interlocked.Increment(ref _waiting) > _limits.WaitingMax)
            {
                PlatformErrors.Throw(
                    ErrorReason.Overloaded,
                    $"{_limits.RunningMax} queries run and {_limits.WaitingMax} wait already.",
                    ("limit", "Queries:WaitingMax")
                );
            }
            if (!await _turns.WaitAsync(_limits.WaitMax, cancellation))
            {
                PlatformErrors.Throw(
                    ErrorReason.Overloaded,
                    $"No query ended within {_limits.WaitMax.TotalSeconds} s; {_limits.RunningMax} run at once.",
                    ("limit", "Queries:WaitMax")
                );
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
        return new Turn(_turns);
    }

    public void Dispose() => _turns.Dispose();

    public readonly struct Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
