namespace Platform.ClickHouse.Endpoints;

/// <summary>Opens the least number of connections and uses idle ones now and then, so that a request finds one open.</summary>
/// <param name="ping">Asks the endpoint; keeps its connection until the task that it is given is over.</param>
internal sealed class ConnectionKeeper(
    ClickHouseOptions options,
    Func<int> free,
    Func<Func<Task>, CancellationToken, Task> ping
) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private Task? _loop;

    /// <exception cref="ClickHouseException">The endpoint doesn't answer.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        await OpenAllAsync(Math.Max(1, options.MinConnections), ct);
        lock (_lock)
        {
            if (options.MinConnections > 0)
            {
                _loop ??= LoopAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_loop is not null)
        {
            await _loop;
        }
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        while (true)
        {
            try
            {
                await Task.Delay(options.KeepAliveInterval, _stop.Token);
                await PingAllAsync(Math.Min(options.MinConnections, free()), _stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (ClickHouseException)
            {
                // Whether the endpoint is well is for real requests to find out; this only keeps connections warm.
            }
        }
    }

    /// <summary>Each keeps its connection until all have theirs: one that is idle would be taken again.</summary>
    private async Task OpenAllAsync(int count, CancellationToken ct)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // Beside many requests there may be no room for all of them.
        all.CancelAfter(options.ConnectTimeout / 2);
        var left = count;
        var pings = new Task[count];
        for (var i = 0; i < count; i++)
        {
            pings[i] = OpenAsync();
        }
        await Task.WhenAll(pings);

        async Task OpenAsync()
        {
            try
            {
                await ping(WaitAsync, ct);
            }
            catch
            {
                // It never comes to the others, who would wait for it.
                await all.CancelAsync();
                throw;
            }
        }

        async Task WaitAsync()
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                await all.CancelAsync();
            }
            await Task.Delay(Timeout.Infinite, all.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // At the same time, so that each takes a connection of its own while there are idle ones.
    private async Task PingAllAsync(int count, CancellationToken ct)
    {
        var pings = new Task[Math.Max(0, count)];
        for (var i = 0; i < pings.Length; i++)
        {
            pings[i] = ping(() => Task.CompletedTask, ct);
        }
        await Task.WhenAll(pings);
    }
}
