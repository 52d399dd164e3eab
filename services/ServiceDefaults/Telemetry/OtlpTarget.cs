using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;

namespace Platform.ServiceDefaults;

/// <summary>Where telemetry goes, and who it says it is from.</summary>
internal sealed class OtlpTarget(
    IConfiguration configuration,
    IOptions<TelemetryOptions> options,
    PlatformProcess process
)
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public bool Wanted { get; } = IsWanted(configuration);

    public ResourceBuilder Resource { get; } =
        ResourceBuilder
            .CreateDefault()
            .AddService(process.Name, "platform", process.Version, false, process.InstanceId);

    public static bool IsWanted(IConfiguration configuration) =>
        !string.IsNullOrEmpty(
            configuration[$"{TelemetryOptions.Section}:{nameof(TelemetryOptions.Endpoint)}"]
                ?? configuration[EndpointVariable]
        );

    /// <summary>The exporter reads the standard variables itself; ours come on top.</summary>
    public void Apply(OtlpExporterOptions exporter, string signal)
    {
        exporter.Protocol = options.Value.Protocol ?? exporter.Protocol;
        if (options.Value.Endpoint is { } endpoint)
        {
            // Over HTTP each signal has a path of its own, which an endpoint set in code must include.
            exporter.Endpoint =
                exporter.Protocol == OtlpExportProtocol.HttpProtobuf
                    ? new Uri($"{endpoint.TrimEnd('/')}/v1/{signal}")
                    : new Uri(endpoint);
        }
    }
}
