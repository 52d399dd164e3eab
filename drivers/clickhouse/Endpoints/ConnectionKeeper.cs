namespace Platform.ClickHouse.Endpoints;

/// <summary>Opens the least number of connections and uses idle ones now and then, so that a request finds one open.</summary>
internal sealed class ConnectionKeeper(
    ClickHouseOptions options,
    Func<int> free,
    Func<CancellationToken, Task> ping
) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private Task? _loop;

    /// <exception cref="ClickHouseException">The endpoint doesn't answer.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        await PingAllAsync(Math.Max(1, options.MinConnections), ct);
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

    // At the same time, so that each takes a connection of its own.
    private async Task PingAllAsync(int count, CancellationToken ct)
    {
        var pings = new Task[Math.Max(0, count)];
        for (var i = 0; i < pings.Length; i++)
        {
            pings[i] = ping(ct);
        }
        await Task.WhenAll(pings);
    }
}
