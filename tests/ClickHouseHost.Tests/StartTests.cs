using System.Net;
using System.Net.Sockets;
using Platform.ClickHouseHost.Tests.Support;

namespace Platform.ClickHouseHost.Tests;

public sealed class StartTests
{
    [Theory]
    [InlineData("--Host:Path=", "Host:Path is ''")]
    [InlineData("--Host:Library=/no/such/libchdb.so", "Host:Library is '/no/such/libchdb.so'")]
    [InlineData("--Host:Library=/etc/hostname", "Host:Library '/etc/hostname' can't be loaded")]
    [InlineData("--Host:PasswordFile=/no/such/file", "Host:PasswordFile is '/no/such/file'")]
    [InlineData("--Host:PasswordFile=/dev/null", "Host:PasswordFile '/dev/null' is empty")]
    [InlineData("--Host:User=", "Host:User is ''")]
    [InlineData("--Host:Connections=0", "Host:Connections is '0', but must be 1 to 64")]
    [InlineData("--Host:Connections=many", "Host:Connections")]
    [InlineData("--Host:QueueLength=-1", "Host:QueueLength is '-1', but must be 0 to 100000")]
    [InlineData("--Host:Database=a b", "Host:Database is 'a b'")]
    [InlineData("--Host:Path=/proc/none", "Host:Path '/proc/none' can't be written")]
    [InlineData("--Host:Conections=3", "Conections")]
    [InlineData("--Listen:Url=nonsense", "Listen:Url 'nonsense' can't be used")]
    public async Task A_wrong_option_stops_it_with_one_line(string option, string line)
    {
        await using var host = await HostProcess.StartAndEndAsync(null, option);
        host.ExitCode.ShouldBe(1);
        host.Output.Count.ShouldBe(1, string.Join('\n', host.Output));
        host.Output.Single().ShouldContain(line);
    }

    [Fact]
    public async Task A_taken_port_stops_it_with_one_line()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        await using var host = await HostProcess.StartAndEndAsync(null, $"--Listen:Url={url}");
        host.ExitCode.ShouldBe(1);
        host.Output.Count.ShouldBe(1, string.Join('\n', host.Output));
        host.Output.Single().ShouldContain($"Listen:Url '{url}' can't be used");
        host.Output.Single().ShouldContain("address already in use");
    }

    [Fact]
    public async Task A_second_host_on_the_same_directory_is_refused_with_one_line()
    {
        await using var first = await HostProcess.StartAsync();
        await using var second = await HostProcess.StartAndEndAsync(first.Folder);
        second.ExitCode.ShouldBe(1);
        second.Output.Count.ShouldBe(1, string.Join('\n', second.Output));
        second.Output.Single().ShouldContain(first.DataFolder);
        second.Output.Single().ShouldContain("in use");
        (await first.Client.AskAsync("SELECT 1")).ShouldBe("1");
    }

    [Fact]
    public async Task The_runtime_keeps_its_signal_handlers()
    {
        await using var host = await HostProcess.StartAsync();
        await host.Client.AskAsync("SELECT sum(number) FROM numbers(10000000)");
        var status = await File.ReadAllLinesAsync($"/proc/{host.Id}/status");
        var caught = Convert.ToUInt64(
            status.Single(line => line.StartsWith("SigCgt:", StringComparison.Ordinal))[7..].Trim(),
            16
        );

        // SIGSEGV makes null references exceptions, 34 suspends threads for a collection, 15 stops the host.
        foreach (var signal in new[] { 4, 5, 7, 8, 11, 15, 34 })
        {
            (caught >> (signal - 1) & 1).ShouldBe(1ul, $"signal {signal}");
        }
    }

    [Fact]
    public async Task Told_to_stop_it_finishes_what_runs_and_closes_the_engine()
    {
        await using var host = await HostProcess.StartAsync("--Host:DrainSeconds=120");
        await host.Client.AskAsync("CREATE TABLE t (a UInt32) ENGINE = MergeTree ORDER BY a");
        // Long enough to be seen before it is over.
        var running = host.Client.PostAsync(
            "INSERT INTO t SELECT number + sleepEachRow(1) FROM numbers(6) SETTINGS max_block_size = 1"
        );
        await RunsAsync(host, "sleepEachRow", running);
        host.SendSignal("TERM");
        (await running).Status.ShouldBe(HttpStatusCode.OK);
        (await host.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(0);
        host.Output.ShouldContain(line => line.Contains("the engine is closed"));

        await host.RestartAsync();
        (await host.Client.AskAsync("SELECT count() FROM t")).ShouldBe("6");
    }

    [Fact]
    public async Task Told_to_stop_it_cancels_what_would_run_too_long()
    {
        await using var host = await HostProcess.StartAsync("--Host:DrainSeconds=1");
        var running = host.Client.PostAsync("SELECT count() FROM system.numbers");
        await RunsAsync(host, "system.numbers", running);
        host.SendSignal("TERM");
        await Should.ThrowAsync<HttpRequestException>(running);
        (await host.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(0);
        host.Output.ShouldContain(line => line.Contains("the engine is closed"));
    }

    private static async Task RunsAsync(HostProcess host, string mark, Task query)
    {
        while (await host.Client.RunningAsync(mark) == 0)
        {
            query.IsCompleted.ShouldBeFalse("it was over before it was seen");
            await Task.Delay(20);
        }
    }

    [Fact]
    public async Task Neither_the_password_nor_queries_are_logged()
    {
        await using var host = await HostProcess.StartAsync(
            "--Logging:LogLevel:Default=Debug",
            "--Logging:LogLevel:Microsoft.AspNetCore=Debug"
        );
        await host.Client.AskAsync("SELECT 'confidential'");
        (await host.Client.GetAsync("SELECT 'confidential'")).Text.ShouldBe("confidential\n");
        (await host.Client.PostAsync("SELECT throwIf(1, 'confidential')")).ErrorCode.ShouldBe(395);
        var password = Uri.EscapeDataString(HostProcess.Password);
        await host.Client.Http.GetStringAsync(
            new Uri($"/?query=SELECT+1&user=platform&password={password}", UriKind.Relative)
        );
        // What it says is all there once it has ended.
        host.SendSignal("TERM");
        await host.WaitForExitAsync(TimeSpan.FromSeconds(60));
        host.Output.ShouldAllBe(line => !line.Contains("quoted") && !line.Contains("confidential"));
    }
}
