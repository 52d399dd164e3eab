using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;
using Platform.Common.V1;
using Platform.Gateway.Tests.Kit;
using Platform.Gateway.Tests.Wire.V1;
using Platform.ServiceDefaults;
using static Platform.Gateway.Tests.Kit.Errors;

namespace Platform.Gateway.Tests;

/// <summary>What passes through the gateway, passes as it is.</summary>
public sealed class RelayTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);

    private readonly Edge _edge = fixture.Edge;
    private readonly Backend _backend = fixture.Backend;

    [Fact]
    public async Task Metadata_goes_both_ways()
    {
        var headers = new Metadata { { "x-text", "a, b" }, { "x-bytes-bin", [0, 1, 254, 255] } };
        using var call = _edge.Client().InspectAsync(new InspectRequest(), headers);
        var seen = await call;
        seen.Headers["x-text"].ShouldBe("a, b");
        seen.Headers["x-bytes-bin"].ShouldBe(Convert.ToBase64String([0, 1, 254, 255]));
        call.GetTrailers().GetValue("trailing").ShouldBe("yes");
        call.GetTrailers().GetValueBytes("trailing-bin").ShouldBe([1, 2, 255]);
    }

    [Fact]
    public async Task Nothing_is_added_about_the_way()
    {
        var seen = await _edge.Client().InspectAsync(new InspectRequest());
        seen.Headers.Keys.ShouldNotContain(name =>
            name.StartsWith("x-forwarded") || name == "forwarded" || name == "via"
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6_000)]
    public async Task A_services_error_arrives_with_all_its_details(int padding)
    {
        var request = new FailRequest
        {
            Reason = (int)ErrorReason.UnknownSymbol,
            Message = "No symbol 100 % “ÄÖÜ”\nhere",
            TrailerBytes = (uint)padding,
        };
        var error = await ErrorOf(_edge.Client().FailAsync(request));
        error.ShouldBe(StatusCode.NotFound, ErrorReason.UnknownSymbol);
        error.Status.Detail.ShouldBe(request.Message);
        error.ReasonMetadata("padding")!.Length.ShouldBe(padding);
    }

    [Fact]
    public async Task Compression_passes_both_ways()
    {
        var raw = new RawHeaders();
        var options = new GrpcChannelOptions
        {
            HttpHandler = raw,
            DisposeHttpClient = true,
            CompressionProviders = [new GzipCompressionProvider(CompressionLevel.Fastest)],
        };
        var client = new WireService.WireServiceClient(_edge.Invoker(options: options));
        var data = ByteString.CopyFrom(new byte[100_000]);
        var headers = new Metadata { { "grpc-internal-encoding-request", "gzip" } };
        var request = new EchoRequest { Data = data, Compress = true };
        (await client.EchoAsync(request, headers)).Data.ShouldBe(data);
        raw.Request!.GetValues("grpc-encoding").ShouldBe(["gzip"]);
        raw.Response!.GetValues("grpc-encoding").ShouldBe(["gzip"]);
    }

    [Fact]
    public async Task Ten_mebibytes_in_one_message_pass_where_the_limits_allow()
    {
        using var workspace = new Workspace();
        const string limit = "Grpc:ReceiveBytesMax=20000000";
        await using var backend = await Backend.StartAsync(
            workspace,
            settings: [$"--{limit}", "--Grpc:SendBytesMax=20000000"]
        );
        await using var edge = await Edge.StartAsync(
            workspace,
            backend,
            "Gateway:Limits:MessageBytesMax=20000000"
        );
        var options = new GrpcChannelOptions { MaxReceiveMessageSize = 20_000_000 };
        var client = new WireService.WireServiceClient(edge.Invoker(options: options));
        var data = new byte[10 << 20];
        Random.Shared.NextBytes(data);
        var answer = await client.EchoAsync(
            new EchoRequest { Data = UnsafeByteOperations.UnsafeWrap(data) }
        );
        answer.Data.Span.SequenceEqual(data).ShouldBeTrue();
    }

    [Fact]
    public async Task A_stream_of_messages_has_no_limit_in_total()
    {
        using var call = _edge.Client().Collect();
        var part = new EchoRequest { Data = ByteString.CopyFrom(new byte[1 << 20]) };
        for (var i = 0; i < 64; i++)
        {
            await call.RequestStream.WriteAsync(part);
        }
        await call.RequestStream.CompleteAsync();
        (await call).Bytes.ShouldBe(64UL << 20);
    }

    [Fact]
    public async Task A_deadline_reaches_the_service()
    {
        var left = TimeSpan.FromMinutes(30);
        var seen = await _edge
            .Client()
            .InspectAsync(new InspectRequest(), deadline: DateTime.UtcNow + left);
        // Less what the way took.
        seen.DeadlineInMs.ShouldBeInRange(
            (long)(left - s_soon).TotalMilliseconds,
            (long)left.TotalMilliseconds
        );
    }

    [Fact]
    public async Task A_deadline_of_a_millisecond_is_exceeded()
    {
        var client = _edge.Client();
        for (var i = 0; i < 20; i++)
        {
            var error = await ErrorOf(
                client.EchoAsync(
                    new EchoRequest { DelayMs = 5_000 },
                    deadline: DateTime.UtcNow.AddMilliseconds(1)
                )
            );
            error.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        }
        await client.EchoAsync(new EchoRequest());
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled_at_the_service()
    {
        using var cancellation = new CancellationTokenSource();
        using var call = _edge
            .Client()
            .Repeat(
                new RepeatRequest { Count = 1, ThenHang = true },
                new Metadata { { WireEvents.NameHeader, "given up" } },
                cancellationToken: cancellation.Token
            );
        (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
        _backend.Events.Cancelled.ShouldNotContain("given up");
        await cancellation.CancelAsync();
        await Eventually.BeTrueAsync(
            () => _backend.Events.Cancelled.Contains("given up"),
            "the service should see the cancellation"
        );
    }

    [Fact]
    public async Task A_client_that_vanishes_is_cancelled_at_the_service()
    {
        var client = new WireService.WireServiceClient(
            _edge.Invoker(options: Dropping(out var drop))
        );
        using var call = client.Chat(new Metadata { { WireEvents.NameHeader, "vanished" } });
        await call.RequestStream.WriteAsync(new EchoRequest());
        (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
        _backend.Events.Cancelled.ShouldNotContain("vanished");
        drop();
        await Eventually.BeTrueAsync(
            () => _backend.Events.Cancelled.Contains("vanished"),
            "the service should see that its caller is gone"
        );
    }

    [Fact]
    public async Task Each_message_passes_when_it_is_sent_and_not_later()
    {
        using var call = _edge.Client().Chat();
        for (var i = 0; i < 100; i++)
        {
            var data = ByteString.CopyFrom([(byte)i]);
            await call.RequestStream.WriteAsync(new EchoRequest { Data = data });
            // Nothing more is sent until this one is back.
            (await call.ResponseStream.MoveNext(default).WaitAsync(s_soon)).ShouldBeTrue();
            call.ResponseStream.Current.Data.ShouldBe(data);
        }
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext(default).WaitAsync(s_soon)).ShouldBeFalse();
    }

    [Fact]
    public async Task Headers_pass_before_there_is_any_message()
    {
        using var call = _edge
            .Client()
            .Repeat(new RepeatRequest { HeadersAtOnce = true, ThenHang = true });
        var headers = await call.ResponseHeadersAsync.WaitAsync(s_soon);
        headers.GetValue("early").ShouldBe("yes");
    }

    [Fact]
    public async Task An_empty_stream_ends_well()
    {
        using var call = _edge.Client().Repeat(new RepeatRequest());
        (await call.ResponseStream.MoveNext(default).WaitAsync(s_soon)).ShouldBeFalse();
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }

    [Fact]
    public async Task The_trace_goes_on_at_the_service()
    {
        var trace = ActivityTraceId.CreateRandom();
        var headers = new Metadata
        {
            { "traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01" },
            { "tracestate", "vendor=1" },
        };
        var seen = await _edge.Client().InspectAsync(new InspectRequest(), headers);
        seen.Headers["traceparent"].ShouldContain(trace.ToString());
        seen.Headers["tracestate"].ShouldBe("vendor=1");
    }

    [Fact]
    public async Task The_gateway_logs_no_error_about_any_of_it()
    {
        await _edge.Client().EchoAsync(new EchoRequest());
        _edge.Logs.Errors.ShouldBeEmpty();
    }

    /// <summary>Headers the client library keeps to itself.</summary>
    private sealed class RawHeaders() : DelegatingHandler(new SocketsHttpHandler())
    {
        public HttpRequestHeaders? Request { get; private set; }

        public HttpResponseHeaders? Response { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = await base.SendAsync(request, cancellationToken);
            Request = request.Headers;
            Response = response.Headers;
            return response;
        }
    }

    /// <summary>A connection that can be torn down under its calls.</summary>
    private static GrpcChannelOptions Dropping(out Action drop)
    {
        System.Net.Sockets.Socket? socket = null;
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) =>
            {
                socket = new(
                    System.Net.Sockets.SocketType.Stream,
                    System.Net.Sockets.ProtocolType.Tcp
                );
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        };
        drop = () => socket!.Dispose();
        return new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true };
    }
}
