using Grpc.Core;
using Platform.Common.V1;
using Platform.Gateway.Tests.Kit;
using Platform.Gateway.Tests.Wire.V1;
using static Platform.Gateway.Tests.Kit.Errors;

namespace Platform.Gateway.Tests;

public sealed class DrainTests : IAsyncLifetime, IDisposable
{
    private readonly Workspace _workspace = new();
    private Backend _backend = null!;

    public async Task InitializeAsync() => _backend = await Backend.StartAsync(_workspace);

    public async Task DisposeAsync() => await _backend.DisposeAsync();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_call_that_ends_within_the_grace_ends_well()
    {
        await using var edge = await Edge.StartAsync(
            _workspace,
            _backend,
            "Gateway:DrainGrace=00:01:00",
            "Drain:Timeout=00:02:00"
        );
        var call = edge.Client().EchoAsync(new EchoRequest { DelayMs = 1_000 });
        await Eventually.BeTrueAsync(() => _backend.Events.Calls == 1, "the call should arrive");
        await edge.App.StopAsync();
        await call;
    }

    [Fact]
    public async Task A_stream_that_goes_on_is_ended_with_the_reason()
    {
        await using var edge = await Edge.StartAsync(_workspace, _backend);
        using var call = edge.Client().Repeat(new RepeatRequest { Count = 1, ThenHang = true });
        (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
        var stopping = edge.App.StopAsync();
        var error = await ErrorOf(call.ResponseStream);
        error.ShouldBe(StatusCode.Unavailable, ErrorReason.Draining);
        await stopping;
        // The backend learns of it after the edge has ended its own side.
        await Eventually.BeTrueAsync(
            () => _backend.Events.Cancelled.Contains("Repeat"),
            "the backend's call should be cancelled"
        );
    }

    [Fact]
    public async Task A_new_call_on_an_open_connection_is_refused_with_the_reason()
    {
        await using var edge = await Edge.StartAsync(
            _workspace,
            _backend,
            "Gateway:DrainGrace=00:00:02"
        );
        var client = edge.Client();
        using var open = client.Repeat(new RepeatRequest { Count = 1, ThenHang = true });
        (await open.ResponseStream.MoveNext(default)).ShouldBeTrue();
        var stopping = edge.App.StopAsync();
        var error = await ErrorOf(client.EchoAsync(new EchoRequest()));
        // The server may have told the client to leave the connection before; then nobody listens.
        error.StatusCode.ShouldBe(StatusCode.Unavailable);
        await stopping;
    }
}
