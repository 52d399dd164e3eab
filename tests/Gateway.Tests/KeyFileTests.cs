using System.Diagnostics;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.Gateway.Tests.Kit;
using Platform.Gateway.Tests.Wire.V1;
using static Platform.Gateway.Tests.Kit.Errors;

namespace Platform.Gateway.Tests;

public sealed class KeyFileTests : IAsyncLifetime, IDisposable
{
    private readonly Workspace _workspace = new();
    private Backend _backend = null!;
    private Edge _edge = null!;

    public async Task InitializeAsync()
    {
        _backend = await Backend.StartAsync(_workspace);
        _edge = await Edge.StartAsync(_workspace, _backend);
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _backend.DisposeAsync();
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_key_added_to_the_file_is_valid_without_a_restart()
    {
        _workspace.WriteKeys(("tester", Workspace.Key, ["*"]), ("second", "pk_two", ["a:read"]));
        await Eventually.BeTrueAsync(() => WorksAsync("pk_two"), "the new key should be valid");
        var seen = await _edge.Client("pk_two").InspectAsync(new InspectRequest());
        seen.Subject.ShouldBe("second");
        seen.Permissions.ShouldBe(["a:read"]);
    }

    [Fact]
    public async Task A_key_taken_out_is_refused_and_its_open_streams_end_but_no_others()
    {
        _workspace.WriteKeys(("tester", Workspace.Key, ["*"]), ("second", "pk_two", ["*"]));
        await Eventually.BeTrueAsync(() => WorksAsync("pk_two"), "the new key should be valid");
        var forever = new RepeatRequest { Count = 1, ThenHang = true };
        using var gone = _edge.Client("pk_two").Repeat(forever);
        using var stays = _edge.Client().Repeat(forever);
        (await gone.ResponseStream.MoveNext(default)).ShouldBeTrue();
        (await stays.ResponseStream.MoveNext(default)).ShouldBeTrue();

        _workspace.WriteKeys(("tester", Workspace.Key, ["*"]));

        var error = await ErrorOf(gone.ResponseStream);
        error.ShouldBe(StatusCode.Unauthenticated, ErrorReason.Unauthenticated);
        error = await ErrorOf(_edge.Client("pk_two").EchoAsync(new EchoRequest()));
        error.ShouldBe(StatusCode.Unauthenticated, ErrorReason.Unauthenticated);
        await Eventually.BeTrueAsync(
            () => _backend.Events.Cancelled.Count == 1,
            "the service should see its end"
        );
        (await WorksAsync(Workspace.Key)).ShouldBeTrue();
        stays.ResponseStream.MoveNext(default).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_broken_file_is_reported_and_the_keys_before_it_stay_valid()
    {
        await File.WriteAllTextAsync(_workspace.ApiKeysFile, "{\"keys\": [{\"id\": ");
        await Eventually.BeTrueAsync(
            () => _edge.Logs.Errors.Any(line => line.Contains("stay valid")),
            "the broken file should be reported"
        );
        (await WorksAsync(Workspace.Key)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("{}", "no list \"keys\"")]
    [InlineData("{\"keys\":[{\"sha256\":\"\"}]}", "keys[0].id is not set")]
    [InlineData("{\"keys\":[{\"id\":\"a\"}]}", "keys[0].subject (a) is not set")]
    [InlineData("{\"keys\":[{\"id\":\"a\",\"subject\":\"a\",\"sha256\":\"ab\"}]}", "64 hex digits")]
    [InlineData("[", "not such JSON")]
    public async Task A_wrong_file_stops_the_start_and_says_what_is_wrong(string file, string why)
    {
        using var workspace = new Workspace();
        await File.WriteAllTextAsync(workspace.ApiKeysFile, file);
        var stopped = await Should.ThrowAsync<OptionsValidationException>(() =>
            Edge.StartAsync(workspace, _backend)
        );
        stopped.Message.ShouldContain("Gateway:ApiKeysFile is");
        stopped.Message.ShouldContain(why);
        stopped.Message.ShouldNotContain("\n");
    }

    [Fact]
    public async Task Every_wrong_setting_is_one_line_and_the_process_ends_with_its_code()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(typeof(GatewayOptions).Assembly.Location);
        start.ArgumentList.Add("--Gateway:ApiKeysFile=/no/such/file");
        start.ArgumentList.Add("--Peers:Timeseries=nonsense");
        start.ArgumentList.Add("--Gateway:Limits:StreamsMax=0");
        start.ArgumentList.Add($"--Identity:KeyFile={_workspace.KeyFile}");
        using var process = Process.Start(start)!;
        var lines = (await process.StandardError.ReadToEndAsync()).TrimEnd().Split('\n');
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(78);
        lines.ShouldContain(line => line.StartsWith("gateway: Peers:Timeseries is 'nonsense'"));
        lines.ShouldContain(line => line.StartsWith("gateway: Gateway:Limits:StreamsMax is '0'"));
        lines.ShouldAllBe(line => line.StartsWith("gateway: "));
    }

    [Fact]
    public async Task A_missing_file_stops_the_start()
    {
        using var workspace = new Workspace();
        File.Delete(workspace.ApiKeysFile);
        var stopped = await Should.ThrowAsync<OptionsValidationException>(() =>
            Edge.StartAsync(workspace, _backend)
        );
        stopped.Message.ShouldContain("can't be read");
    }

    private async Task<bool> WorksAsync(string key)
    {
        try
        {
            await _edge.Client(key).EchoAsync(new EchoRequest());
            return true;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unauthenticated)
        {
            return false;
        }
    }
}
