using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Platform.Gateway.Routes;

/// <summary>Makes the proxy's routes and clusters from "service name → peer" and "peer → addresses".</summary>
internal static class ServiceRoutes
{
    // gRPC is HTTP/2 from end to end; without TLS that needs prior knowledge, never an upgrade.
    private static readonly ForwarderRequestConfig Forwarding = new()
    {
        Version = System.Net.HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        // A stream may be silent for as long as it likes: dead peers are found by pings.
        ActivityTimeout = Timeout.InfiniteTimeSpan,
        AllowResponseBuffering = false,
    };

    public static InMemoryConfigProvider Build(GatewayOptions options, PeerAddresses peers)
    {
        var routes = new List<RouteConfig>();
        var clusters = new Dictionary<string, ClusterConfig>(StringComparer.OrdinalIgnoreCase);
        foreach (var (service, peer) in options.Services)
        {
            Add(service, peer, new RouteMatch { Path = $"/{service}/{{**method}}" });
        }
        foreach (var service in options.StoreServices)
        {
            foreach (var (store, peer) in options.Stores)
            {
                var header = new RouteHeader
                {
                    Name = GatewayOptions.StoreHeader,
                    Values = [store],
                    Mode = HeaderMatchMode.ExactHeader,
                };
                Add(
                    $"{service} {store}",
                    peer,
                    new RouteMatch { Path = $"/{service}/{{**method}}", Headers = [header] }
                );
            }
        }
        void Add(string id, string peer, RouteMatch match)
        {
            routes.Add(
                new RouteConfig
                {
                    RouteId = id,
                    ClusterId = peer,
                    Match = match,
                }
            );
            clusters.TryAdd(peer, Cluster(peer, peers.Of(peer)));
        }
        return new InMemoryConfigProvider(routes, [.. clusters.Values]);
    }

    private static ClusterConfig Cluster(string peer, IReadOnlyList<Uri> addresses) =>
        new()
        {
            ClusterId = peer,
            LoadBalancingPolicy = "RoundRobin",
            HttpClient = new HttpClientConfig { EnableMultipleHttp2Connections = true },
            HttpRequest = Forwarding,
            Destinations = addresses
                .Select((address, i) => (Name: $"{peer}{i}", Address: address))
                .ToDictionary(
                    d => d.Name,
                    d => new DestinationConfig { Address = d.Address.AbsoluteUri }
                ),
        };
}
