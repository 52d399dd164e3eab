namespace Platform.Launcher.Health;

/// <summary>Asks a process how it is. Never throws for a process that is down: that is an answer.</summary>
internal interface IHealthProbe
{
    /// <summary>Whom it asks: an http address to GET, or grpc://host:port for grpc.health.v1.</summary>
    Uri Target { get; }

    Task<HealthAnswer> AskAsync(CancellationToken cancellation);
}

internal readonly record struct HealthAnswer(bool Healthy, string Detail);
