using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Platform.Common.V1;
using Platform.Gateway.Limits;
using Platform.Gateway.Tests.Kit;
using Platform.Gateway.Tests.Wire.V1;
using Platform.ServiceDefaults;
using static Platform.Gateway.Tests.Kit.Errors;

namespace Platform.Gateway.Tests;

public sealed class LimitTests : IAsyncLifetime, IDisposable
{
    private static readonly RepeatRequest s_forever = new() { Count = 1, ThenHang = true };

    private readonly Workspace _workspace = new();
    private Backend _backend = null!;

    public async Task InitializeAsync() => _backend = await Backend.StartAsync(_workspace);

    public async Task DisposeAsync() => await _backend.DisposeAsync();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_message_over_the_limit_is_refused_and_never_reaches_the_service()
    {
        await using var edge = await StartAsync("MessageBytesMax=100000");
        var client = edge.Client();
        var calls = _backend.Events.Calls;
        var error = await ErrorOf(client.EchoAsync(Message(100_001)));
        error.ShouldBe(StatusCode.ResourceExhausted, ErrorReason.LimitExceeded);
        error.ReasonMetadata("limit").ShouldBe("Gateway:Limits:MessageBytesMax");
        error.ReasonMetadata("value").ShouldBe("100000");
        _backend.Events.Calls.ShouldBe(calls);
        (await client.EchoAsync(Message(99_000))).Data.Length.ShouldBe(99_000);
    }

    [Fact]
    public async Task Ten_mebibytes_in_one_message_are_refused_by_default()
    {
        await using var edge = await Edge.StartAsync(_workspace, _backend);
        var error = await ErrorOf(edge.Client().EchoAsync(Message(10 << 20)));
        error.ShouldBe(StatusCode.ResourceExhausted, ErrorReason.LimitExceeded);
    }

    [Fact]
    public async Task A_long_message_late_in_a_stream_ends_it_with_the_reason()
    {
        await using var edge = await StartAsync("MessageBytesMax=100000");
        using var call = edge.Client().Chat();
        for (var i = 0; i < 10; i++)
        {
            await call.RequestStream.WriteAsync(Message(90_000));
            (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
        }
        // Whether the write itself fails depends on which comes first, the refusal or its end.
        await call
            .RequestStream.WriteAsync(Message(1 << 20))
            .ContinueWith(_ => { }, default, TaskContinuationOptions.None, TaskScheduler.Default);
        var error = await ErrorOf(call.ResponseStream);
        error.ShouldBe(StatusCode.ResourceExhausted, ErrorReason.LimitExceeded);
        await Eventually.BeTrueAsync(
            () => _backend.Events.Cancelled.Contains("Chat"),
            "the service should see the end"
        );
    }

    [Fact]
    public async Task Headers_over_the_limit_are_refused()
    {
        await using var edge = await StartAsync("RequestHeadersBytesMax=4096");
        var headers = new Metadata { { "x-long", new string('x', 5_000) } };
        var error = await ErrorOf(edge.Client().EchoAsync(new EchoRequest(), headers));
        error.ShouldBe(StatusCode.ResourceExhausted, ErrorReason.LimitExceeded);
        error.ReasonMetadata("limit").ShouldBe("Gateway:Limits:RequestHeadersBytesMax");
    }

    [Theory]
    [InlineData(nameof(LimitOptions.StreamsPerConnectionMax))]
    [InlineData(nameof(LimitOptions.StreamsPerKeyMax))]
    [InlineData(nameof(LimitOptions.StreamsMax))]
    public async Task The_first_stream_over_a_limit_is_refused_until_another_ends(string limit)
    {
        await using var edge = await StartAsync($"{limit}=3");
        var client = edge.Client();
        using var cancellation = new CancellationTokenSource();
        var streams = new List<AsyncServerStreamingCall<EchoResponse>>();
        for (var i = 0; i < 3; i++)
        {
            streams.Add(client.Repeat(s_forever, cancellationToken: cancellation.Token));
            (await streams[i].ResponseStream.MoveNext(default)).ShouldBeTrue();
        }

        for (var i = 0; i < 3; i++)
        {
            var error = await ErrorOf(client.EchoAsync(new EchoRequest()));
            error.ShouldBe(StatusCode.ResourceExhausted, ErrorReason.Overloaded);
            error.ReasonMetadata("limit").ShouldBe($"Gateway:Limits:{limit}");
        }

        await cancellation.CancelAsync();
        streams.ForEach(stream => stream.Dispose());
        await Eventually.BeTrueAsync(() => WorksAsync(client), "room should be free again");
    }

    [Fact]
    public async Task A_limit_of_one_key_leaves_room_for_another()
    {
        _workspace.WriteKeys(("tester", Workspace.Key, ["*"]), ("second", "pk_two", ["*"]));
        await using var edge = await StartAsync("StreamsPerKeyMax=1");
        using var stream = edge.Client().Repeat(s_forever);
        (await stream.ResponseStream.MoveNext(default)).ShouldBeTrue();
        (await WorksAsync(edge.Client())).ShouldBeFalse();
        (await WorksAsync(edge.Client("pk_two"))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_connection_over_the_limit_is_refused_until_another_closes()
    {
        await using var edge = await StartAsync("ConnectionsMax=2");
        using var first = edge.Channel();
        using var second = edge.Channel();
        await first.ConnectAsync();
        await second.ConnectAsync();
        // A connection is there before the gateway has counted it.
        var limits = edge.App.Services.GetRequiredService<CallLimits>();
        await Eventually.BeTrueAsync(() => limits.Connections == 2, "both should be counted");
        var third = edge.Client();

        var error = await ErrorOf(third.EchoAsync(new EchoRequest()));
        error.ShouldBe(StatusCode.ResourceExhausted, ErrorReason.Overloaded);
        error.ReasonMetadata("limit").ShouldBe("Gateway:Limits:ConnectionsMax");

        first.Dispose();
        await Eventually.BeTrueAsync(() => WorksAsync(third), "a place should be free again");
    }

    [Fact]
    public async Task Calls_over_the_limit_leave_no_trace_in_the_counts()
    {
        await using var edge = await StartAsync("StreamsMax=4");
        var client = edge.Client();
        using var cancellation = new CancellationTokenSource();
        for (var i = 0; i < 4; i++)
        {
            var held = client.Repeat(s_forever, cancellationToken: cancellation.Token);
            (await held.ResponseStream.MoveNext(default)).ShouldBeTrue();
        }
        (await WorkingAsync()).ShouldBe(0, "all places are taken");
        await cancellation.CancelAsync();
        await FreeAsync();

        (await WorkingAsync()).ShouldBeInRange(4, 200);
        await FreeAsync();
        for (var i = 0; i < 4; i++)
        {
            (await WorksAsync(client)).ShouldBeTrue();
        }

        async Task<int> WorkingAsync()
        {
            var calls = Enumerable
                .Range(0, 200)
                .Select(_ => WorksAsync(client, new EchoRequest { DelayMs = 20 }))
                .ToList();
            return (await Task.WhenAll(calls)).Count(works => works);
        }

        // An answer is with its caller a moment before its place is free.
        Task FreeAsync()
        {
            var limits = edge.App.Services.GetRequiredService<CallLimits>();
            return Eventually.BeTrueAsync(() => limits.Streams == 0, "every place should be free");
        }
    }

    private Task<Edge> StartAsync(params string[] limits) =>
        Edge.StartAsync(
            _workspace,
            _backend,
            [.. limits.Select(limit => $"Gateway:Limits:{limit}")]
        );

    private static EchoRequest Message(int bytes) =>
        new() { Data = UnsafeByteOperations.UnsafeWrap(new byte[bytes]) };

    private static Task<bool> WorksAsync(WireService.WireServiceClient client) =>
        WorksAsync(client, new EchoRequest());

    private static async Task<bool> WorksAsync(
        WireService.WireServiceClient client,
        EchoRequest request
    )
    {
        try
        {
            await client.EchoAsync(request);
            return true;
        }
        catch (RpcException e) when (e.Reason() == ErrorReason.Overloaded)
        {
            return false;
        }
    }
}
