using Grpc.Core;
using Platform.Common.V1;
using Platform.Gateway.Tests.Kit;
using Platform.Gateway.Tests.Wire.V1;
using static Platform.Gateway.Tests.Kit.Errors;

namespace Platform.Gateway.Tests;

/// <summary>The service dies by kill -9 under its calls.</summary>
public sealed class BrokenCallTests : IAsyncLifetime, IDisposable
{
    private readonly Workspace _workspace = new();
    private BackendProcess _backend = null!;
    private Edge _edge = null!;

    public async Task InitializeAsync()
    {
        _backend = await BackendProcess.StartAsync(_workspace);
        _edge = await Edge.StartAsync(_workspace, [_backend.Address]);
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _backend.DisposeAsync();
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Killed_between_two_messages_of_a_stream()
    {
        using var call = _edge.Client().Repeat(new RepeatRequest { Count = 1, ThenHang = true });
        (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
        await _backend.KillAsync();
        var error = await ErrorOf(call.ResponseStream);
        error.ShouldBe(StatusCode.Unavailable, ErrorReason.StoreUnavailable);
    }

    [Fact]
    public async Task Killed_under_many_streams_each_is_told()
    {
        var client = _edge.Client();
        var calls = new List<AsyncDuplexStreamingCall<EchoRequest, EchoResponse>>();
        for (var i = 0; i < 50; i++)
        {
            calls.Add(client.Chat());
            await calls[i].RequestStream.WriteAsync(new EchoRequest());
            (await calls[i].ResponseStream.MoveNext(default)).ShouldBeTrue();
        }
        await _backend.KillAsync();
        foreach (var call in calls)
        {
            var error = await ErrorOf(call.ResponseStream);
            error.ShouldBe(StatusCode.Unavailable, ErrorReason.StoreUnavailable);
            call.Dispose();
        }
    }

    [Fact]
    public async Task Killed_while_messages_pour_out()
    {
        // Messages of half a mebibyte: nearly every cut is within one.
        using var call = _edge
            .Client()
            .Repeat(new RepeatRequest { Count = 1_000_000, Size = 500_000 });
        for (var i = 0; i < 20; i++)
        {
            (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
        }
        await _backend.KillAsync();
        var error = await ErrorOf(call.ResponseStream);
        error.StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Fact]
    public async Task Killed_during_a_unary_call()
    {
        var call = _edge.Client().EchoAsync(new EchoRequest { DelayMs = 60_000 });
        await Task.Delay(300);
        await _backend.KillAsync();
        var error = await ErrorOf(call);
        error.ShouldBe(StatusCode.Unavailable, ErrorReason.StoreUnavailable);
    }

    [Fact]
    public async Task Killed_while_a_client_streams_in()
    {
        using var call = _edge.Client().Collect();
        for (var i = 0; i < 10; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest());
        }
        await _backend.KillAsync();
        var error = await ErrorOf(call.ResponseAsync);
        error.ShouldBe(StatusCode.Unavailable, ErrorReason.StoreUnavailable);
    }
}
