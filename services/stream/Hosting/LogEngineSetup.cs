using Microsoft.Extensions.Options;
using Platform.ServiceDefaults;
using Platform.Stream.Engines;
using Platform.Stream.Engines.Faster;

namespace Platform.Stream.Hosting;

internal static class LogEngineSetup
{
    /// <summary>The log itself, opened before the first call is taken.</summary>
    public static void AddLogEngine(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<StreamOptions>(StreamOptions.Section);
        builder.Services.AddSingleton<ILogEngine>(services =>
        {
            var options = services.GetRequiredService<IOptions<StreamOptions>>().Value;
            return new FasterLogEngine(
                options.Path,
                options.Log,
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILogger<FasterLogEngine>>()
            );
        });
        builder.Services.AddHostedService<LogEngineHost>();
        builder.Services.AddHostedService<DrainPause>();
    }
}
