using System.Diagnostics;
using System.Net;
using Platform.ClickHouseHost.Tests.Support;

namespace Platform.ClickHouseHost.Tests;

public sealed class LimitTests : IAsyncLifetime
{
    private HostProcess host = null!;

    public async Task InitializeAsync() =>
        host = await HostProcess.StartAsync(
            "--Host:Connections=2",
            "--Host:QueueLength=3",
            "--Host:QueueWaitMsMax=20000",
            "--Host:BodyBytesMax=2000000",
            "--Host:QueryMemoryBytesMax=200000000",
            "--Host:EngineMemoryBytesMax=900000000",
            "--Host:QueryThreads=1",
            "--Host:QuerySecondsMax=20"
        );

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Queries_run_wait_and_are_refused_in_this_order()
    {
        // Two run, three wait for them, the others are refused while the first two still run.
        var running = await StartAsync(2, "SELECT sleep(3)");
        var waiting = await StartAsync(3, "SELECT 2");
        var refused = await Task.WhenAll(await StartAsync(4, "SELECT 3"));
        running.ShouldAllBe(query => !query.IsCompleted);
        waiting.ShouldAllBe(query => !query.IsCompleted);
        foreach (var reply in refused)
        {
            reply.ShouldFail(
                HttpStatusCode.ServiceUnavailable,
                202,
                "TOO_MANY_SIMULTANEOUS_QUERIES"
            );
            reply.Header("Retry-After").ShouldBe("1");
        }

        (await Task.WhenAll(running)).ShouldAllBe(reply => reply.Text == "0\n");
        (await Task.WhenAll(waiting)).ShouldAllBe(reply => reply.Text == "2\n");
    }

    [Fact]
    public async Task A_query_waits_no_longer_than_allowed()
    {
        await using var hasty = await HostProcess.StartAsync(
            "--Host:Connections=1",
            "--Host:QueueWaitMsMax=500"
        );
        var running = hasty.Client.PostAsync("SELECT sleep(3)");
        await Task.Delay(50);
        var clock = Stopwatch.StartNew();
        var reply = await hasty.Client.PostAsync("SELECT 1");
        reply.ShouldFail(HttpStatusCode.ServiceUnavailable, 202, "TOO_MANY_SIMULTANEOUS_QUERIES");
        clock.ElapsedMilliseconds.ShouldBeGreaterThan(450);
        running.IsCompleted.ShouldBeFalse();
        (await hasty.Client.PingAsync()).ShouldBe("Ok.\n");
        (await running).Text.ShouldBe("0\n");
    }

    [Fact]
    public async Task A_client_that_stops_waiting_leaves_the_queue()
    {
        var running = await StartAsync(2, "SELECT sleep(1)");
        for (var round = 0; round < 10; round++)
        {
            using var gone = new CancellationTokenSource(20);
            await Should.ThrowAsync<OperationCanceledException>(
                host.Client.Http.SendAsync(
                    host.Client.Request(HttpMethod.Post, [], new StringContent("SELECT 1")),
                    gone.Token
                )
            );
        }

        var waiting = await StartAsync(3, "SELECT 2");
        (await Task.WhenAll(waiting)).ShouldAllBe(reply => reply.Text == "2\n");
        await Task.WhenAll(running);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        await host.Client.AskAsync("CREATE TABLE t (a String) ENGINE = MergeTree ORDER BY a");
        var reply = await host.Client.PostDataAsync(
            "INSERT INTO t FORMAT TSV",
            new byte[3_000_000]
        );
        reply.ShouldFail(HttpStatusCode.RequestEntityTooLarge, 229, "QUERY_IS_TOO_LARGE");

        // And one that only becomes too large.
        var packed = new MemoryStream();
        await using (
            var pack = new System.IO.Compression.GZipStream(
                packed,
                System.IO.Compression.CompressionLevel.Fastest,
                leaveOpen: true
            )
        )
        {
            await pack.WriteAsync(new byte[3_000_000]);
        }

        var unpacked = await host.Client.SendAsync(
            HttpMethod.Post,
            [("query", "INSERT INTO t FORMAT TSV")],
            new ByteArrayContent(packed.ToArray()),
            ("Content-Encoding", "gzip")
        );
        unpacked.ShouldFail(HttpStatusCode.RequestEntityTooLarge, 229, "QUERY_IS_TOO_LARGE");
        (await host.Client.AskAsync("SELECT count() FROM t")).ShouldBe("0");
    }

    [Fact]
    public async Task The_engine_knows_its_limits()
    {
        (
            await host.Client.AskAsync(
                "SELECT getSetting('max_memory_usage'), getSetting('max_threads'), getSetting('max_execution_time')"
            )
        ).ShouldBe("200000000\t1\t20");
        (
            await host.Client.AskAsync(
                "SELECT value FROM system.server_settings WHERE name = 'max_server_memory_usage'"
            )
        ).ShouldBe("900000000");
        (
            await host.Client.AskAsync(
                "SELECT value FROM system.merge_tree_settings WHERE name = 'old_parts_lifetime'"
            )
        ).ShouldBe("480");
        (
            await host.Client.PostAsync("SELECT length(groupArray(number)) FROM numbers(100000000)")
        ).ErrorCode.ShouldBe(241);
    }

    // Started one by one, each known to be at the host before the next.
    private async Task<Task<Reply>[]> StartAsync(int count, string query)
    {
        var started = new Task<Reply>[count];
        for (var index = 0; index < count; index++)
        {
            started[index] = host.Client.PostAsync(query);
            await Task.Delay(30);
        }

        return started;
    }
}
