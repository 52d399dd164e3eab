using Microsoft.Extensions.Options;
using Platform.Gateway.Routes;
using Platform.ServiceDefaults;

namespace Platform.Gateway.Health;

/// <summary>
/// Asks every peer at an interval and keeps what they said: whoever wants to know the suite's health
/// gets it from here, at once, and asking often costs the services nothing.
/// </summary>
internal sealed class SuiteHealth : BackgroundService
{
    private readonly PlatformProcess _process;
    private readonly HealthRegistry _registry;
    private readonly DrainToken _drain;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _started;
    private readonly TimeSpan _interval;
    private readonly PeerHealth[] _peers;
    private readonly Dictionary<string, string?> _reasons = [];
    private readonly ILogger<SuiteHealth> _log;
    private HealthReport _report;

    public SuiteHealth(
        IOptions<GatewayOptions> options,
        PeerAddresses peers,
        PlatformProcess process,
        HealthRegistry registry,
        DrainToken drain,
        TimeProvider time,
        ILogger<SuiteHealth> log
    )
    {
        var health = options.Value.Health;
        _process = process;
        _registry = registry;
        _drain = drain;
        _time = time;
        _log = log;
        _started = time.GetUtcNow();
        _interval = health.Interval;
        _peers =
        [
            .. options
                .Value.Services.Values.Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.Ordinal)
                .Select(peer => new PeerHealth(
                    peer.ToLowerInvariant(),
                    peers.Of(peer),
                    health.Stores.GetValueOrDefault(peer, []),
                    health.Timeout
                )),
        ];
        _report = Report(HealthState.Starting, null, [], []);
        foreach (var peer in _peers)
        {
            _registry.NotServing(peer.Name, "not asked yet");
        }
    }

    public HealthReport Current
    {
        get
        {
            var report = Volatile.Read(ref _report);
            return report with
            {
                Status = _drain.IsDraining ? HealthState.Draining : report.Status,
                UptimeSeconds = Uptime(),
            };
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, _time);
        do
        {
            await AskAsync(stoppingToken);
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public override void Dispose()
    {
        base.Dispose();
        foreach (var peer in _peers)
        {
            peer.Dispose();
        }
    }

    private async Task AskAsync(CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(_peers.Select(peer => peer.AskAsync(cancellation)));
        var services = new List<ServiceHealth>(answers.Length);
        var databases = new List<DatabaseHealth>();
        foreach (var (service, stores, reason) in answers)
        {
            services.Add(service);
            databases.AddRange(stores);
            Tell(service, reason);
        }
        var healthy =
            services.TrueForAll(service => service.Status == HealthState.Healthy)
            && databases.TrueForAll(database => database.Status == HealthState.Healthy);
        Volatile.Write(
            ref _report,
            Report(
                healthy ? HealthState.Healthy : HealthState.Unhealthy,
                _time.GetUtcNow(),
                services,
                databases
            )
        );
    }

    /// <summary>To the gateway's own health service, and, when it changes, to the log.</summary>
    private void Tell(ServiceHealth service, string? reason)
    {
        if (service.Status == HealthState.Healthy)
        {
            _registry.Serving(service.Name);
        }
        else
        {
            _registry.NotServing(service.Name, "does not serve");
        }
        if (!_reasons.TryGetValue(service.Name, out var last) || last != reason)
        {
            _reasons[service.Name] = reason;
            _log.PeerChanged(service.Name, service.Status, reason ?? "every instance serves");
        }
    }

    private HealthReport Report(
        HealthState status,
        DateTimeOffset? checkedAt,
        IReadOnlyList<ServiceHealth> services,
        IReadOnlyList<DatabaseHealth> databases
    ) => new(status, _process.Name, _process.Version, Uptime(), checkedAt, services, databases);

    private double Uptime() => Math.Round((_time.GetUtcNow() - _started).TotalSeconds, 1);
}
