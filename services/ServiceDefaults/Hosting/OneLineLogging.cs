using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Platform.ServiceDefaults;

internal static class OneLineLogging
{
    /// <summary>One line an entry, UTC, so that the logs of several processes can be read together.</summary>
    public static void AddOneLineLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        // Two lines for every request otherwise; telemetry has it better. As the last of the settings, so that
        // any other can turn it on again.
        builder.Configuration.Sources.Insert(
            0,
            new MemoryConfigurationSource
            {
                InitialData = new Dictionary<string, string?>
                {
                    ["Logging:LogLevel:Microsoft.AspNetCore"] = nameof(LogLevel.Warning),
                    ["Logging:LogLevel:Grpc"] = nameof(LogLevel.Warning),
                },
            }
        );
    }
}
