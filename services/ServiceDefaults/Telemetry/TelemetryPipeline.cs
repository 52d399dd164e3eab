using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Platform.ServiceDefaults;

/// <summary>
/// Collects traces and metrics for as long as the process runs, and sends what is left at the end. The framework's own
/// sources suffice: they carry the semantic-convention names and pass the trace on.
/// </summary>
internal sealed class TelemetryPipeline(OtlpTarget target, IOptions<TelemetryOptions> options)
    : IHostedService
{
    private static readonly string[] s_sources =
    [
        "Microsoft.AspNetCore",
        "System.Net.Http",
        "Grpc.Net.Client",
        "Npgsql",
        "Platform.*",
    ];

    private static readonly string[] s_meters =
    [
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Net.Http",
        "System.Runtime",
        "Npgsql",
        "Platform.*",
    ];

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (target.Wanted)
        {
            _traces = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(target.Resource)
                .SetSampler(
                    new ParentBasedSampler(new TraceIdRatioBasedSampler(options.Value.TraceRatio))
                )
                .AddSource(s_sources)
                .AddOtlpExporter(exporter => target.Apply(exporter, "traces"))
                .Build();
            _metrics = Sdk.CreateMeterProviderBuilder()
                .SetResourceBuilder(target.Resource)
                .AddMeter(s_meters)
                .AddOtlpExporter(
                    (exporter, reader) =>
                    {
                        target.Apply(exporter, "metrics");
                        reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds =
                            (int)options.Value.MetricInterval.TotalMilliseconds;
                    }
                )
                .Build();
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        // Disposing sends what is left, which takes a few seconds at most when nobody listens.
        _traces?.Dispose();
        _metrics?.Dispose();
        return Task.CompletedTask;
    }
}
