using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Gateway.Health;

/// <summary>The state of the suite, as GET /health says it. Anyone may read it.</summary>
internal sealed record HealthReport(
    HealthState Status,
    string Service,
    string Version,
    double UptimeSeconds,
    DateTimeOffset? CheckedAt,
    IReadOnlyList<ServiceHealth> Services,
    IReadOnlyList<DatabaseHealth> Databases
);

/// <param name="ResponseTimeMs">Of the fastest instance that answered; null when none did.</param>
internal sealed record ServiceHealth(
    string Name,
    HealthState Status,
    double? ResponseTimeMs,
    int Instances,
    int InstancesHealthy
);

/// <param name="Service">The service that speaks to it.</param>
internal sealed record DatabaseHealth(
    string Name,
    string Service,
    HealthState Status,
    double? ResponseTimeMs
);

[JsonConverter(typeof(HealthStateJson))]
internal enum HealthState
{
    Healthy,
    Unhealthy,

    /// <summary>Nobody has been asked yet.</summary>
    Starting,

    /// <summary>The gateway is stopping.</summary>
    Draining,
}

internal sealed class HealthStateJson()
    : JsonStringEnumConverter<HealthState>(JsonNamingPolicy.SnakeCaseLower);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true
)]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
