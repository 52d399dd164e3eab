using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Platform.ServiceDefaults;

/// <summary>
/// What every process of the suite has in common. Program.cs:
/// <code>
/// var builder = WebApplication.CreateBuilder(args);
/// builder.AddPlatformDefaults("timeseries");
/// var app = builder.Build();
/// app.MapPlatformDefaults();
/// app.MapPlatformGrpcService&lt;TimeseriesHandler&gt;();
/// return await app.RunPlatformAsync();
/// </code>
/// </summary>
public static class PlatformDefaults
{
    /// <summary>
    /// Listening, identity, errors, limits, health, reflection, telemetry, drain. Comes first: values written into
    /// builder.Configuration before it are lost, since it adds sources below the existing ones.
    /// </summary>
    public static WebApplicationBuilder AddPlatformDefaults(
        this WebApplicationBuilder builder,
        string name
    )
    {
        StartFailure.ExplainUnhandled(name, builder.Configuration);
        builder.AddSettingsBesideTheProgram();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new PlatformProcess(name));
        builder.AddOneLineLogging();
        builder.AddListening();
        builder.AddIdentity();
        builder.AddGrpcServer();
        builder.AddDrain();
        builder.AddHealth();
        builder.AddReflection();
        builder.AddTelemetry();
        return builder;
    }

    /// <summary>
    /// The checks every request passes, and the services every process answers. Call it before mapping anything
    /// else: what is mapped needs a token unless it carries <see cref="OpenDoorAttribute"/>.
    /// </summary>
    public static WebApplication MapPlatformDefaults(this WebApplication app)
    {
        app.UseMiddleware<CallTelemetryMiddleware>();
        app.UseMiddleware<TransportErrorMiddleware>();
        app.UseMiddleware<IdentityMiddleware>();
        app.UseMiddleware<UnaryDeadlineMiddleware>();
        app.MapPlatformGrpcService<HealthService>();
        app.MapPlatformGrpcService<ReflectionService>();
        app.MapPlatformGrpcService<AlphaReflectionService>();
        return app;
    }

    /// <summary>
    /// The content root is the current directory, which may be anyone's; the program's own settings lie beside it
    /// and give way to every other source.
    /// </summary>
    private static void AddSettingsBesideTheProgram(this WebApplicationBuilder builder)
    {
        var own = new ConfigurationBuilder().AddJsonFile(
            Path.Combine(AppContext.BaseDirectory, "appsettings.json"),
            optional: true
        );
        for (var i = 0; i < own.Sources.Count; i++)
        {
            builder.Configuration.Sources.Insert(i, own.Sources[i]);
        }
    }
}
