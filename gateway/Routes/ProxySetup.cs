using System.Net;
using Microsoft.Extensions.Options;
using Platform.Gateway.Calls;
using Platform.ServiceDefaults;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Platform.Gateway.Routes;

internal static class ProxySetup
{
    public static void AddServiceRoutes(this IServiceCollection services)
    {
        services.AddSingleton<PeerAddresses>();
        services.AddSingleton<IForwarderHttpClientFactory, UpstreamClients>();
        services.AddSingleton<IProxyConfigProvider>(provider =>
            ServiceRoutes.Build(
                provider.GetRequiredService<IOptions<GatewayOptions>>().Value,
                provider.GetRequiredService<PeerAddresses>()
            )
        );
        services.AddReverseProxy().AddTransforms<RelayTransforms>();
    }

    /// <summary>Of the proxy's pipeline only the choice of an instance is wanted.</summary>
    public static void MapServiceRoutes(this IEndpointRouteBuilder endpoints) =>
        endpoints
            .MapReverseProxy(proxy => proxy.UseLoadBalancing())
            .WithMetadata(new OpenDoorAttribute(), new ProxiedAttribute());
}

/// <summary>How the gateway connects to services.</summary>
internal sealed class UpstreamClients(
    IOptions<GatewayOptions> options,
    ILogger<ForwarderHttpClientFactory> log
) : ForwarderHttpClientFactory(log)
{
    private readonly UpstreamOptions _options = options.Value.Upstream;

    protected override void ConfigureHandler(
        ForwarderHttpClientContext context,
        SocketsHttpHandler handler
    )
    {
        base.ConfigureHandler(context, handler);
        handler.AutomaticDecompression = DecompressionMethods.None;
        handler.ConnectTimeout = _options.ConnectTimeout;
        handler.InitialHttp2StreamWindowSize = _options.StreamWindowBytes;
        handler.KeepAlivePingDelay = _options.KeepAliveDelay;
        handler.KeepAlivePingTimeout = _options.KeepAliveTimeout;
        // Idle streams come in bursts: a connection that is made is kept.
        handler.PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan;
    }
}
