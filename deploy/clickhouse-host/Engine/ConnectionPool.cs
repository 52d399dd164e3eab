using System.Collections.Concurrent;

namespace Platform.ClickHouseHost.Engine;

/// <summary>Lends connections, one request each; bounds how many wait and how long.</summary>
internal sealed class ConnectionPool(Engine engine, EngineHostOptions options) : IDisposable
{
    private readonly ConcurrentStack<EngineConnection> idle = new(engine.Connections);
    private readonly SemaphoreSlim free = new(options.Connections, options.Connections);
    private int waiting;

    /// <exception cref="EngineException">TOO_MANY_SIMULTANEOUS_QUERIES: the queue is full or didn't move in time.</exception>
    public async ValueTask<EngineConnection> RentAsync(CancellationToken cancellation)
    {
        if (!await free.WaitAsync(0, CancellationToken.None))
        {
            await WaitAsync(cancellation);
        }

        return idle.TryPop(out var connection)
            ? connection
            : throw new InvalidOperationException("A free connection was counted but not there");
    }

    public void Return(EngineConnection connection)
    {
        idle.Push(connection);
        free.Release();
    }

    /// <summary>Waits until no connection is lent, or time is up.</summary>
    public async Task<bool> DrainAsync(TimeSpan limit)
    {
        for (var taken = 0; taken < options.Connections; taken++)
        {
            if (!await free.WaitAsync(limit))
            {
                free.Release(taken);
                return false;
            }
        }

        return true;
    }

    public void Dispose() => free.Dispose();

    private async ValueTask WaitAsync(CancellationToken cancellation)
    {
        try
        {
            if (Interlocked.Increment(ref waiting) > options.QueueLength)
            {
                throw Busy($"{options.QueueLength} more are waiting already");
            }

            if (!await free.WaitAsync(options.QueueWaitMsMax, cancellation))
            {
                throw Busy($"none finished within {options.QueueWaitMsMax} ms");
            }
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    private EngineException Busy(string reason) =>
        new(
            ErrorCode.TooManySimultaneousQueries,
            "TOO_MANY_SIMULTANEOUS_QUERIES",
            $"Too many simultaneous queries. Maximum: {options.Connections}; {reason}"
        );
}
