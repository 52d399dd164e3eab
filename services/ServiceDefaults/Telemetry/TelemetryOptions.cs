using System.ComponentModel.DataAnnotations;
using OpenTelemetry.Exporter;

namespace Platform.ServiceDefaults;

/// <summary>
/// Section <c>Telemetry</c>: where traces, metrics and logs go. The standard variables OTEL_EXPORTER_OTLP_ENDPOINT and
/// OTEL_EXPORTER_OTLP_PROTOCOL serve as well; without an endpoint nothing is collected.
/// </summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>The collector, such as http://127.0.0.1:4317. Default: OTEL_EXPORTER_OTLP_ENDPOINT, else none.</summary>
    [Url(ErrorMessage = "it must be an address such as http://127.0.0.1:4317")]
    public string? Endpoint { get; set; }

    /// <summary>Grpc or HttpProtobuf. Default: OTEL_EXPORTER_OTLP_PROTOCOL, else Grpc.</summary>
    [EnumDataType(typeof(OtlpExportProtocol))]
    public OtlpExportProtocol? Protocol { get; set; }

    /// <summary>Share of new traces that are kept; a caller's decision is followed. Default 1; 0 to 1.</summary>
    [Range(0d, 1d)]
    public double TraceRatio { get; set; } = 1;

    /// <summary>How often metrics are sent. Default 15 s; 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan MetricInterval { get; set; } = TimeSpan.FromSeconds(15);
}
