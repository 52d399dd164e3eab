using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults;

/// <summary>
/// One channel for each peer, kept for the life of the process. Every call carries this process's token unless it brings
/// its own, nothing is retried behind the caller's back, and a peer that is away fails calls at once.
/// </summary>
public sealed class PeerChannels : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Peer>> _peers = new();
    private readonly IOptionsMonitor<PeerAddress> _addresses;
    private readonly PeerChannelOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly TokenInterceptor _token;

    internal PeerChannels(
        IOptionsMonitor<PeerAddress> addresses,
        IOptions<PeerChannelOptions> options,
        ILoggerFactory loggers,
        TokenMint mint
    )
    {
        _addresses = addresses;
        _options = options.Value;
        _loggers = loggers;
        _token = new TokenInterceptor(new TokenSource(mint, mint.Issuer, [Caller.Everything]));
    }

    /// <summary>What a generated client of that peer is made with. The name is the key in section Peers.</summary>
    public CallInvoker Invoker(string peer) => Find(peer).Invoker;

    /// <summary>The channel itself, for its state; calls over it carry no token.</summary>
    public GrpcChannel Channel(string peer) => Find(peer).Channel;

    public void Dispose()
    {
        foreach (var peer in _peers.Values)
        {
            if (peer.IsValueCreated)
            {
                peer.Value.Channel.Dispose();
            }
        }
    }

    private Peer Find(string name) =>
        _peers.GetOrAdd(name, key => new Lazy<Peer>(() => Open(key))).Value;

    private Peer Open(string name)
    {
        var channel = GrpcChannel.ForAddress(
            _addresses.Get(name).Url!,
            new GrpcChannelOptions
            {
                HttpHandler = Handler(),
                DisposeHttpClient = true,
                LoggerFactory = _loggers,
                MaxReceiveMessageSize = _options.MessageBytesMax,
                MaxSendMessageSize = _options.MessageBytesMax,
                InitialReconnectBackoff = TimeSpan.FromMilliseconds(100),
                MaxReconnectBackoff = _options.ReconnectDelayMax,
            }
        );
        return new Peer(channel, channel.Intercept(_token));
    }

    private SocketsHttpHandler Handler() =>
        new()
        {
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = _options.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = _options.StreamWindowBytes,
            KeepAlivePingDelay = _options.KeepAliveDelay,
            KeepAlivePingTimeout = _options.KeepAliveTimeout,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        };

    private sealed record Peer(GrpcChannel Channel, CallInvoker Invoker);
}
