using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Platform.Gateway.Calls;
using Platform.Gateway.Health;
using Platform.Gateway.Http;
using Platform.Gateway.Keys;
using Platform.Gateway.Limits;
using Platform.Gateway.Routes;
using Platform.ServiceDefaults;

namespace Platform.Gateway;

internal static class GatewaySetup
{
    /// <summary>Limits first: they say what holds for the addresses that the defaults open.</summary>
    public static void AddGateway(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddValidatedOptions<GatewayOptions>(GatewayOptions.Section);
        services.AddSingleton<IValidateOptions<GatewayOptions>, PeerRule>();
        services.AddCallLimits();
        builder.AddPlatformDefaults("gateway");
        services.AddHostedSingleton<ApiKeyStore>();
        services.AddHostedSingleton<SuiteHealth>();
        services.AddHostedSingleton<CallDrain>();
        services.AddServiceRoutes();
        // A warning with a stack for every caller that hangs up; what fails otherwise is told to its caller.
        builder.Logging.AddFilter("Yarp", LogLevel.Error);
        // GrpcEdge says so itself, with a reason.
        services.Configure<GrpcServiceOptions>(grpc => grpc.IgnoreUnknownServices = true);
    }

    public static void UseGateway(this WebApplication app)
    {
        if (!HasGoodSettings(app))
        {
            return;
        }
        app.UseMiddleware<HttpEdge>();
        app.UseMiddleware<GrpcEdge>();
        app.MapPlatformDefaults();
        app.MapServiceRoutes();
        app.ListServices();
        app.MapHealth();
    }

    /// <summary>Routes are made of settings. Wrong ones are left to the check at start, which says so.</summary>
    private static bool HasGoodSettings(WebApplication app)
    {
        try
        {
            _ = app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value;
            return true;
        }
        catch (OptionsValidationException)
        {
            return false;
        }
    }

    /// <summary>Reflection answers for the services behind the gateway too.</summary>
    private static void ListServices(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value;
        foreach (
            var service in ReflectedServices.Of(options.Services.Keys.Concat(options.StoreServices))
        )
        {
            app.ListGrpcService(service);
        }
    }

    private static void AddCallLimits(this IServiceCollection services)
    {
        services.AddSingleton<CallLimits>();
        services.AddSingleton<HeaderLimit>();
        services.AddSingleton<ServerLimits>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>>(provider =>
            provider.GetRequiredService<ServerLimits>()
        );
        services.AddSingleton<IPostConfigureOptions<KestrelServerOptions>>(provider =>
            provider.GetRequiredService<ServerLimits>()
        );
    }

    private static void AddHostedSingleton<TService>(this IServiceCollection services)
        where TService : class, IHostedService
    {
        services.AddSingleton<TService>();
        services.AddHostedService(provider => provider.GetRequiredService<TService>());
    }
}
