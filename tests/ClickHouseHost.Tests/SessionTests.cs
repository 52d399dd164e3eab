using System.Net;
using Platform.ClickHouseHost.Tests.Support;

namespace Platform.ClickHouseHost.Tests;

/// <summary>Requests share connections but nothing else. One connection makes sure that they do share it.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private HostProcess host = null!;

    public async Task InitializeAsync() =>
        host = await HostProcess.StartAsync("--Host:Connections=1");

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Nothing_of_a_request_reaches_the_next()
    {
        var client = host.Client;
        var first = await client.AskAsync(State);

        await client.AskAsync("SELECT 1", ("max_threads", "7"), ("max_execution_time", "9"));
        (await client.AskAsync(State)).ShouldBe(first, "settings of a request");

        await client.AskAsync("SELECT 1 SETTINGS max_threads = 7, async_insert = 1");
        (await client.AskAsync(State)).ShouldBe(first, "settings of a query");

        (await client.PostAsync("SELECT throwIf(1) SETTINGS max_threads = 7")).ErrorCode.ShouldBe(
            395
        );
        (await client.AskAsync(State)).ShouldBe(first, "settings of a query that fails");

        (
            await client.PostAsync("SELECT 1", ("max_threads", "7"), ("no_such_setting", "1"))
        ).ErrorCode.ShouldBe(115);
        (await client.AskAsync(State)).ShouldBe(first, "settings one of which is wrong");

        await client.AskAsync(
            "SET max_threads = 7, max_memory_usage = 100000000, async_insert = 1"
        );
        (await client.AskAsync(State)).ShouldBe(first, "SET");

        await client.AskAsync("USE system");
        (await client.AskAsync(State)).ShouldBe(first, "USE");

        await client.AskAsync("SELECT 1", ("param_a", "1"));
        (await client.PostAsync("SELECT {a:UInt8}")).ErrorCode.ShouldBe(456);

        await client.AskAsync("CREATE TEMPORARY TABLE mine (a UInt8)");
        (await client.PostAsync("SELECT * FROM mine")).ErrorCode.ShouldBe(60);

        await client.AskAsync("CREATE TABLE t (a UInt32) ENGINE = MergeTree ORDER BY a");
        await client.PostDataAsync(
            "INSERT INTO t SETTINGS max_threads = 7, async_insert = 1 FORMAT CSV",
            "1\n"u8.ToArray()
        );
        (await client.AskAsync(State)).ShouldBe(first, "settings of an insert");

        await client.PostDataAsync(
            "INSERT INTO t FORMAT CSV",
            "x\n"u8.ToArray(),
            ("max_threads", "7")
        );
        (await client.AskAsync(State)).ShouldBe(first, "an insert that fails");

        (await client.PostAsync("SELECT 1", ("database", "nowhere"))).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await client.AskAsync(State)).ShouldBe(first, "a database that is not there");
    }

    [Fact]
    public async Task A_dropped_database_is_missed_at_once()
    {
        var client = host.Client;
        await client.AskAsync("CREATE DATABASE brief ENGINE = Atomic");
        await client.AskAsync("CREATE TABLE t (a UInt8) ENGINE = Memory", ("database", "brief"));
        await client.AskAsync("DROP DATABASE brief SYNC");
        (await client.PostAsync("SELECT * FROM t", ("database", "brief"))).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await client.AskAsync("SELECT 1")).ShouldBe("1");
    }

    private const string State =
        "SELECT currentDatabase(), toString(groupArray((name, value))) FROM system.settings WHERE changed AND name != 'max_result_bytes'";
}
