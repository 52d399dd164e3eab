using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults;

public static class PeerSetup
{
    /// <summary>
    /// Names a peer this process can't do without: Peers:NAME must be set, which is checked at start. Then
    /// <see cref="PeerChannels"/> reaches it.
    /// </summary>
    public static WebApplicationBuilder AddPeer(this WebApplicationBuilder builder, string name)
    {
        builder.Services.AddValidatedOptions<PeerChannelOptions>(PeerChannelOptions.Section);
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<PeerAddress>, PeerAddressRule>()
        );
        builder
            .Services.AddOptions<PeerAddress>(name)
            .Configure<IConfiguration>(
                (peer, configuration) => peer.Url = configuration[$"Peers:{name}"]
            )
            .ValidateOnStart();
        builder.Services.TryAddSingleton(services => new PeerChannels(
            services.GetRequiredService<IOptionsMonitor<PeerAddress>>(),
            services.GetRequiredService<IOptions<PeerChannelOptions>>(),
            services.GetRequiredService<ILoggerFactory>(),
            services.GetRequiredService<TokenMint>()
        ));
        return builder;
    }

    /// <summary>
    /// A generated client of a peer as a singleton: <c>builder.AddPeerClient("Stream", invoker =&gt; new
    /// StreamServiceClient(invoker))</c>.
    /// </summary>
    public static WebApplicationBuilder AddPeerClient<TClient>(
        this WebApplicationBuilder builder,
        string peer,
        Func<CallInvoker, TClient> create
    )
        where TClient : class
    {
        builder.AddPeer(peer);
        builder.Services.AddSingleton(services =>
            create(services.GetRequiredService<PeerChannels>().Invoker(peer))
        );
        return builder;
    }
}
