using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults;

internal static class Listening
{
    public static void AddListening(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<ListenOptions>(ListenOptions.Section);
        builder.Services.AddValidatedOptions<Http2Options>(Http2Options.Section);
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelSetup>();
    }
}

/// <summary>
/// The server is made while the application is being built, before options are checked. Wrong ones are left to that check,
/// which stops the process before anything listens.
/// </summary>
internal sealed class KestrelSetup(IOptions<ListenOptions> listen, IOptions<Http2Options> http2)
    : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        try
        {
            SetLimits(kestrel.Limits, http2.Value);
            Listen(kestrel, listen.Value);
        }
        catch (OptionsValidationException)
        {
            // Said again, and acted upon, by the check at start.
        }
    }

    private static void Listen(KestrelServerOptions kestrel, ListenOptions options)
    {
        var certificate = LoadCertificate(options);
        Listen(kestrel, options.Url, HttpProtocols.Http2, certificate);
        if (options.Http1Url is { } http1)
        {
            Listen(kestrel, http1, HttpProtocols.Http1, certificate);
        }
    }

    private static void SetLimits(KestrelServerLimits limits, Http2Options options)
    {
        limits.MaxConcurrentConnections = options.ConnectionsMax;
        limits.Http2.MaxStreamsPerConnection = options.StreamsPerConnectionMax;
        limits.Http2.InitialStreamWindowSize = options.StreamWindowBytes;
        // The server refuses a connection window smaller than that of a stream.
        limits.Http2.InitialConnectionWindowSize = Math.Max(
            options.ConnectionWindowBytes,
            options.StreamWindowBytes
        );
        limits.Http2.KeepAlivePingDelay = options.KeepAliveDelay;
        limits.Http2.KeepAlivePingTimeout = options.KeepAliveTimeout;
        // A quiet stream and a slow reader are ordinary here. What to do about a slow reader is the
        // service's policy; keep-alive pings find the dead ones.
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
    }

    private static void Listen(
        KestrelServerOptions kestrel,
        string url,
        HttpProtocols protocols,
        X509Certificate2? certificate
    )
    {
        if (!ListenAddress.TryParse(url, out var address))
        {
            throw new InvalidOperationException($"{url} passed the checks but can't be read.");
        }
        void Configure(Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions endpoint)
        {
            endpoint.Protocols = protocols;
            if (address.IsTls)
            {
                // A TLS handshake says which HTTP is spoken, so one port serves both.
                endpoint.Protocols = HttpProtocols.Http1AndHttp2;
                endpoint.UseHttps(certificate!);
            }
        }
        if (address.Address is null)
        {
            kestrel.ListenAnyIP(address.Port, Configure);
        }
        else
        {
            kestrel.Listen(new IPEndPoint(address.Address, address.Port), Configure);
        }
    }

    private static X509Certificate2? LoadCertificate(ListenOptions options) =>
        options.Certificate is null
            ? null
            : X509Certificate2.CreateFromPemFile(options.Certificate, options.CertificateKey);
}
