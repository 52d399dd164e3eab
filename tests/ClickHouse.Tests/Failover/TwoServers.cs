namespace Platform.ClickHouse.Tests.Failover;

/// <summary>Two servers that fail as they are told, and clients of one or both of them.</summary>
// xunit disposes through IAsyncLifetime, which the analyzer doesn't know.
#pragma warning disable CA1001
public abstract class TwoServers : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly List<ClickHouseClient> _clients = [];

    private protected FaultyServer First { get; } = new(1);

    private protected FaultyServer Second { get; } = new(2);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }

    private protected static Task<ulong> Ask(ClickHouseClient client) =>
        client.QueryScalarAsync<ulong>("SELECT 1");

    private protected static Block Rows() => new(("n", Column.Of<ulong>(new ulong[100_000])));

    private protected static async Task Eventually(Func<bool> holds)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (!holds())
        {
            (DateTime.UtcNow < deadline).ShouldBeTrue("it didn't come true within a minute");
            await Task.Delay(20);
        }
    }

    private protected ClickHouseClient Client(params FaultyServer[] servers) =>
        Client(_ => { }, servers);

    private protected ClickHouseClient Client(
        Action<ClickHouseOptions> change,
        params FaultyServer[] servers
    )
    {
        var hangs = servers.Any(server => server.Hangs);
        var options = new ClickHouseOptions
        {
            Endpoints = [.. servers.Select(s => s.Address)],
            ConnectTimeout = TimeSpan.FromSeconds(60),
            // As short as the servers that hang or stall need; the others answer in time also on a busy machine.
            ResponseTimeout = TimeSpan.FromSeconds(hangs ? 5 : 60),
            ReadTimeout = TimeSpan.FromSeconds(hangs ? 5 : 60),
            Retry = new() { FirstDelay = TimeSpan.FromMilliseconds(5) },
            Breaker = new()
            {
                FirstProbe = TimeSpan.FromMilliseconds(50),
                MaxProbe = TimeSpan.FromSeconds(1),
            },
        };
        change(options);
        var client = new ClickHouseClient(options);
        _clients.Add(client);
        return client;
    }
}
