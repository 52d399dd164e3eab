using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Platform.Gateway.Limits;

/// <summary>
/// Counts connections, and lifts the server's own limits a little above the gateway's: at its limits
/// the server breaks connections off or lets calls wait without a word, at the gateway's the caller is
/// told.
/// </summary>
internal sealed class ServerLimits(IOptions<GatewayOptions> options)
    : IConfigureOptions<KestrelServerOptions>,
        IPostConfigureOptions<KestrelServerOptions>
{
    private const int Headroom = 100;

    /// <summary>Before the addresses are known: what is said here holds for each of them.</summary>
    public void Configure(KestrelServerOptions kestrel) =>
        kestrel.ConfigureEndpointDefaults(endpoint =>
            endpoint.Use(next =>
            {
                var calls = endpoint.ApplicationServices.GetRequiredService<CallLimits>();
                return connection => calls.CountConnectionAsync(connection, next);
            })
        );

    public void PostConfigure(string? name, KestrelServerOptions kestrel)
    {
        LimitOptions limits;
        try
        {
            limits = options.Value.Limits;
        }
        catch (OptionsValidationException)
        {
            // The server is made before options are checked; the check at start stops the process.
            return;
        }
        kestrel.Limits.MaxConcurrentConnections = limits.ConnectionsMax + Headroom;
        kestrel.Limits.Http2.MaxStreamsPerConnection = limits.StreamsPerConnectionMax + Headroom;
        kestrel.Limits.MaxRequestHeadersTotalSize = 2 * limits.RequestHeadersBytesMax;
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = 2 * limits.RequestHeadersBytesMax;
        // Streams have no size in total, and nothing else takes a body.
        kestrel.Limits.MaxRequestBodySize = null;
    }
}
