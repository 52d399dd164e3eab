using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Platform.ClickHouseHost.Tests.Support;

namespace Platform.ClickHouseHost.Tests;

public sealed class LimitTests : IAsyncLifetime
{
    private HostProcess host = null!;

    public async Task InitializeAsync() =>
        host = await HostProcess.StartAsync(
            "--Host:Connections=2",
            "--Host:QueueLength=3",
            "--Host:QueueWaitMsMax=60000",
            "--Host:BodyBytesMax=2000000",
            "--Host:QueryMemoryBytesMax=200000000",
            "--Host:EngineMemoryBytesMax=900000000",
            "--Host:QueryThreads=1",
            "--Host:QuerySecondsMax=180"
        );

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Queries_run_wait_and_are_refused()
    {
        // Two run until told to end, three wait for them, the others are refused meanwhile.
        await using var one = await HeldInsert.StartAsync(host);
        await using var two = await HeldInsert.StartAsync(host);
        var queries = Enumerable
            .Range(0, 7)
            .Select(_ => host.Client.PostAsync("SELECT 2"))
            .ToList();
        for (var refused = 0; refused < 4; refused++)
        {
            var ended = await Task.WhenAny(queries);
            queries.Remove(ended);
            (await ended).ShouldFail(
                HttpStatusCode.ServiceUnavailable,
                202,
                "TOO_MANY_SIMULTANEOUS_QUERIES"
            );
            (await ended).Header("Retry-After").ShouldBe("1");
        }

        queries.ShouldAllBe(query => !query.IsCompleted);
        (await one.EndAsync()).Status.ShouldBe(HttpStatusCode.OK);
        (await Task.WhenAll(queries)).ShouldAllBe(reply => reply.Text == "2\n");
        (await two.EndAsync()).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_query_waits_no_longer_than_allowed()
    {
        await using var hasty = await HostProcess.StartAsync(
            "--Host:Connections=1",
            "--Host:QueueWaitMsMax=500"
        );
        await using var held = await HeldInsert.StartAsync(hasty);
        var clock = Stopwatch.StartNew();
        var reply = await hasty.Client.PostAsync("SELECT 1");
        reply.ShouldFail(HttpStatusCode.ServiceUnavailable, 202, "TOO_MANY_SIMULTANEOUS_QUERIES");
        clock.ElapsedMilliseconds.ShouldBeGreaterThan(450);
        (await hasty.Client.PingAsync()).ShouldBe("Ok.\n");
        (await held.EndAsync()).Status.ShouldBe(HttpStatusCode.OK);
        // The answer is there a moment before the connection is free, which may be longer than this host's wait.
        var patience = Stopwatch.StartNew();
        do
        {
            reply = await hasty.Client.PostAsync("SELECT 1");
        } while (reply.Text != "1\n" && patience.Elapsed < TimeSpan.FromSeconds(60));
        reply.Text.ShouldBe("1\n");
    }

    [Fact]
    public async Task A_client_that_stops_waiting_leaves_the_queue()
    {
        var one = await HeldInsert.StartAsync(host);
        await using var two = await HeldInsert.StartAsync(host);
        for (var round = 0; round < 10; round++)
        {
            using var gone = new CancellationTokenSource(50);
            try
            {
                using var request = host.Client.Request(
                    HttpMethod.Post,
                    [],
                    new StringContent("SELECT 1")
                );
                using var refused = await host.Client.Http.SendAsync(request, gone.Token);
            }
            catch (OperationCanceledException)
            {
                // As intended; it may also be refused while those before it are still leaving.
            }
        }

        // The host learns of it a little later; then there is room for three again.
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var three = Enumerable
                .Range(0, 3)
                .Select(_ => host.Client.PostAsync("SELECT 2"))
                .ToList();
            await Task.WhenAny(Task.WhenAny(three), Task.Delay(1_000));
            var wait = three.TrueForAll(query => !query.IsCompleted);
            await one.EndAsync();
            await one.DisposeAsync();
            var replies = await Task.WhenAll(three);
            if (wait && Array.TrueForAll(replies, reply => reply.Text == "2\n"))
            {
                break;
            }

            // A refusal: it may come late on a busy machine, also after all three seemed to wait.
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
            one = await HeldInsert.StartAsync(host);
        }

        await two.EndAsync();
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
        ).ShouldBe("200000000\t1\t180");
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

    [Fact]
    public async Task A_client_that_stalls_is_cut_off()
    {
        await using var strict = await HostProcess.StartAsync(
            "--Host:Connections=1",
            "--Host:QueueWaitMsMax=60000",
            "--Host:StalledClientSecondsMax=2"
        );
        using var stalled = new TcpClient();
        await stalled.ConnectAsync(IPAddress.Loopback, strict.Port);
        var credentials = Convert.ToBase64String(
            Encoding.UTF8.GetBytes($"{HostProcess.User}:{HostProcess.Password}")
        );
        var query = Uri.EscapeDataString("INSERT INTO FUNCTION null('a UInt8') FORMAT TSV");
        var part =
            $"POST /?query={query} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic {credentials}\r\nContent-Length: 100\r\n\r\n1\n";
        await stalled.GetStream().WriteAsync(Encoding.ASCII.GetBytes(part));
        using var reader = new StreamReader(stalled.GetStream());
        var answer = await reader.ReadToEndAsync();
        answer.ShouldStartWith("HTTP/1.1 503 ");
        answer.ShouldContain("Code: 209. DB::Exception: ");
        (await strict.Client.AskAsync("SELECT 1")).ShouldBe("1");
    }
}
