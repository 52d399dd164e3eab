using Platform.Launcher.Supervision;

namespace Platform.TestKit;

/// <summary>One process of the suite in a test's hands: clickhouse, stream, timeseries or gateway.</summary>
public sealed class SuiteProcess
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly SupervisedService _service;

    internal SuiteProcess(SupervisedService service) => _service = service;

    public string Name => _service.Name;

    public int Pid => _service.Identity?.Pid ?? 0;

    /// <summary>How often it was started again.</summary>
    public int Restarts => _service.Restarts;

    public bool IsHealthy => _service.IsHealthy;

    /// <summary>What it printed.</summary>
    public string LogPath => _service.LogPath;

    /// <summary>Its first binding; the gateway's is gRPC.</summary>
    public Uri Address => _service.Plan.Endpoints.Values.First();

    public Uri Endpoint(string binding) => _service.Plan.Endpoints[binding];

    /// <summary>kill -9. Returns when the process is gone; it is started again about 0.1 s later.</summary>
    public Task KillAsync() => _service.KillAsync();

    /// <summary>kill -9, and waits until its successor is healthy.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        await WaitHealthyAsync();
    }

    /// <summary>kill -9, and it stays down until <see cref="StartAsync"/>.</summary>
    public async Task StopAsync()
    {
        await _service.HoldAsync();
        await KillAsync();
    }

    /// <summary>Ends what <see cref="StopAsync"/> began; returns when the process is healthy.</summary>
    public async Task StartAsync()
    {
        _service.Release();
        await WaitHealthyAsync();
    }

    public async Task WaitHealthyAsync()
    {
        var deadline = DateTime.UtcNow + Patience;
        while (!IsHealthy)
        {
            if (DateTime.UtcNow > deadline)
            {
                throw new TimeoutException(
                    $"{Name} is not healthy after {Patience.TotalSeconds} s (it is {_service.Status}); its log: {LogPath}"
                );
            }
            await Task.Delay(Poll);
        }
    }
}
