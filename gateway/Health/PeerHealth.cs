namespace Platform.Gateway.Health;

/// <summary>One peer of the gateway: its instances, and the stores behind it.</summary>
internal sealed class PeerHealth(
    string name,
    IReadOnlyList<Uri> addresses,
    IReadOnlyList<string> stores,
    TimeSpan timeout
) : IDisposable
{
    private readonly HealthProbe[] _instances =
    [
        .. addresses.Select(address => new HealthProbe(address, timeout)),
    ];

    public string Name => name;

    public async Task<(ServiceHealth Service, DatabaseHealth[] Databases, string? Reason)> AskAsync(
        CancellationToken cancellation
    )
    {
        var whole = AskInstancesAsync("", cancellation);
        var parts = stores.Select(store => AskInstancesAsync(store, cancellation)).ToArray();
        var answers = await whole;
        var databases = new DatabaseHealth[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var store = await parts[i];
            databases[i] = new DatabaseHealth(stores[i], name, StateOf(store), Fastest(store));
        }
        var service = new ServiceHealth(
            name,
            StateOf(answers),
            Fastest(answers),
            answers.Length,
            answers.Count(answer => answer.Healthy)
        );
        return (service, databases, answers.FirstOrDefault(answer => !answer.Healthy).Reason);
    }

    public void Dispose()
    {
        foreach (var instance in _instances)
        {
            instance.Dispose();
        }
    }

    private Task<ProbeResult[]> AskInstancesAsync(string store, CancellationToken cancellation) =>
        Task.WhenAll(_instances.Select(instance => instance.AskAsync(store, cancellation)));

    // One instance suffices: calls go to those that answer.
    private static HealthState StateOf(ProbeResult[] answers) =>
        answers.Any(answer => answer.Healthy) ? HealthState.Healthy : HealthState.Unhealthy;

    private static double? Fastest(ProbeResult[] answers) =>
        answers.Min(answer => answer.ResponseTimeMs);
}
