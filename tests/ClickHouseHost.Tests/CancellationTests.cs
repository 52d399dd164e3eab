using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Platform.ClickHouseHost.Tests.Support;

namespace Platform.ClickHouseHost.Tests;

/// <summary>When the client goes away, its query stops, wherever it is.</summary>
public sealed class CancellationTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private HostProcess host = null!;

    public async Task InitializeAsync() =>
        host = await HostProcess.StartAsync("--Host:Connections=3");

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("SELECT count() FROM system.numbers WHERE NOT ignore(number, 'MARK')")]
    [InlineData("SELECT number, 'MARK' FROM system.numbers")]
    [InlineData("SELECT sleepEachRow(1), 'MARK' FROM numbers(100) SETTINGS max_block_size = 1")]
    [InlineData(
        "SELECT count(), 'MARK' FROM system.numbers WHERE NOT ignore(number) GROUP BY 2 WITH TOTALS"
    )]
    [InlineData(
        "INSERT INTO FUNCTION null('a UInt64, b String') SELECT number, 'MARK' FROM system.numbers"
    )]
    public async Task A_query_stops_when_its_client_goes_away(string query)
    {
        var mark = Guid.NewGuid().ToString("N");
        var marked = query.Replace("MARK", mark, StringComparison.Ordinal);
        for (var round = 0; round < 4; round++)
        {
            // More rounds than connections: each must come back.
            using var gone = new CancellationTokenSource();
            using var request = host.Client.Request(
                HttpMethod.Post,
                [("max_execution_time", "0")],
                new StringContent(marked)
            );
            var sending = host.Client.Http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                gone.Token
            );
            await UntilAsync(async () => await RunningAsync(mark) == 1, "it never ran");
            await gone.CancelAsync();
            try
            {
                using var response = await sending;
            }
            catch (OperationCanceledException)
            {
                // As intended; when it had begun to answer, dropping the answer has the same effect.
            }

            await UntilAsync(async () => await RunningAsync(mark) == 0, "it went on");
        }
    }

    [Fact]
    public async Task An_insert_whose_client_goes_away_leaves_nothing_behind()
    {
        await host.Client.AskAsync("CREATE TABLE t (a UInt32) ENGINE = MergeTree ORDER BY a");
        for (var round = 0; round < 4; round++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, host.Port);
            var credentials = Convert.ToBase64String(
                Encoding.UTF8.GetBytes($"{HostProcess.User}:{HostProcess.Password}")
            );
            var head =
                $"POST /?query=INSERT+INTO+t+FORMAT+TSV HTTP/1.1\r\nHost: x\r\nAuthorization: Basic {credentials}\r\nContent-Length: 1000000\r\n\r\n1\n2\n3\n";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
            await UntilAsync(async () => await RunningAsync("INSERT INTO t") == 1, "it never ran");
            socket.Close();
            await UntilAsync(async () => await RunningAsync("INSERT INTO t") == 0, "it went on");
        }

        (await host.Client.AskAsync("SELECT count() FROM t")).ShouldBe("0");
    }

    [Fact]
    public async Task A_query_can_be_told_by_the_id_its_client_gave()
    {
        using var gone = new CancellationTokenSource();
        using var request = host.Client.Request(
            HttpMethod.Post,
            [("query_id", "the long one")],
            new StringContent("SELECT count() FROM system.numbers")
        );
        var sending = host.Client.Http.SendAsync(request, gone.Token);
        await UntilAsync(
            async () =>
                await host.Client.AskAsync(
                    "SELECT count() FROM system.processes WHERE Settings['log_comment'] = 'the long one'"
                ) == "1",
            "it is not listed"
        );

        // What an operator would do to end it.
        await host.Client.AskAsync(
            "KILL QUERY WHERE Settings['log_comment'] = 'the long one' ASYNC"
        );
        using var response = await sending;
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        response.Headers.GetValues("X-ClickHouse-Exception-Code").Single().ShouldBe("394");
    }

    private Task<int> RunningAsync(string mark) => host.Client.RunningAsync(mark);

    private static async Task UntilAsync(Func<Task<bool>> holds, string otherwise)
    {
        var clock = Stopwatch.StartNew();
        while (!await holds())
        {
            clock.Elapsed.ShouldBeLessThan(Soon, otherwise);
            await Task.Delay(20);
        }
    }
}
