namespace Platform.ClickHouse.Tests.Engine;

/// <summary>
/// A real engine for the whole run: the server that PLATFORM_CLICKHOUSE_ENDPOINT (with _USER and _PASSWORD) names, or the embedded host.
/// </summary>
public sealed class EngineFixture : IAsyncLifetime
{
    private EngineProcess? _process;
    private int _tables;

    internal ClickHouseClient Client { get; private set; } = null!;

    internal Uri Address { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var named = Environment.GetEnvironmentVariable("PLATFORM_CLICKHOUSE_ENDPOINT");
        if (named is { Length: > 0 })
        {
            Address = new(named);
        }
        else
        {
            _process = await EngineProcess.StartAsync();
            Address = _process.Address;
        }
        Client = NewClient();
        await Client.ExecuteAsync("CREATE DATABASE IF NOT EXISTS driver_tests");
    }

    public async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    internal ClickHouseOptions NewOptions() =>
        new()
        {
            Endpoints = [Address],
            User = _process is null
                ? Environment.GetEnvironmentVariable("PLATFORM_CLICKHOUSE_USER") ?? "default"
                : "platform",
            Password =
                _process?.Password
                ?? Environment.GetEnvironmentVariable("PLATFORM_CLICKHOUSE_PASSWORD"),
            Settings = new Dictionary<string, string>
            {
                ["allow_suspicious_low_cardinality_types"] = "1",
                ["async_insert"] = "0",
            },
        };

    internal ClickHouseClient NewClient(Action<ClickHouseOptions>? change = null)
    {
        var options = NewOptions();
        change?.Invoke(options);
        return new(options);
    }

    /// <summary>An answer's bytes as they are, past the driver.</summary>
    internal async Task<byte[]> FetchAsync(string sql)
    {
        var options = NewOptions();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Address)
        {
            Content = new StringContent(sql),
        };
        request.Headers.Add("X-ClickHouse-User", options.User);
        request.Headers.Add("X-ClickHouse-Key", options.Password ?? "");
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>A table of its own for a test, in a database that dies with the engine.</summary>
    internal async Task<string> CreateTableAsync(
        string columns,
        string engine = "MergeTree ORDER BY tuple()"
    )
    {
        var table = $"driver_tests.t{Environment.ProcessId}_{Interlocked.Increment(ref _tables)}";
        await Client.ExecuteAsync($"CREATE TABLE {table} ({columns}) ENGINE = {engine}");
        return table;
    }
}

[CollectionDefinition(Name)]
public sealed class EngineTests : ICollectionFixture<EngineFixture>
{
    public const string Name = "Engine";
}
