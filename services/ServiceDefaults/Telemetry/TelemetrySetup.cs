using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;

namespace Platform.ServiceDefaults;

internal static class TelemetrySetup
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<TelemetryOptions>(TelemetryOptions.Section);
        builder.Services.AddSingleton<OtlpTarget>();
        builder.Services.AddHostedService<TelemetryPipeline>();
        // Loggers are made long before hosted services start, so logs can't wait for the pipeline.
        if (OtlpTarget.IsWanted(builder.Configuration))
        {
            builder.Logging.AddOpenTelemetry();
            builder
                .Services.AddOptions<OpenTelemetryLoggerOptions>()
                .Configure<OtlpTarget>(
                    (options, target) =>
                    {
                        options.IncludeFormattedMessage = true;
                        options.SetResourceBuilder(target.Resource);
                        options.AddOtlpExporter(exporter => target.Apply(exporter, "logs"));
                    }
                );
        }
    }
}
