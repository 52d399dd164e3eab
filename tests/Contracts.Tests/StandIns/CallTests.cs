using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Platform.Contracts.Tests.Echo;

namespace Platform.Contracts.Tests.StandIns;

/// <summary>The real client and server talk to each other on the stand-ins.</summary>
public sealed class CallTests : IAsyncLifetime
{
    private EchoServer _server = null!;
    private GrpcChannel _channel = null!;
    private Echo.Echo.EchoClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await EchoServer.StartAsync();
        _channel = GrpcChannel.ForAddress(_server.Address);
        _client = new Echo.Echo.EchoClient(_channel);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Unary_calls_answer()
    {
        using var call = _client.UnaryAsync(new Text { Value = "hello" });
        (await call).Value.ShouldBe("hello");
        call.GetStatus().ShouldBe(Status.DefaultSuccess);
        call.GetTrailers().GetValue("method").ShouldBe("/platform.testing.echo.Echo/Unary");
        _client.Unary(new Text { Value = "blocking" }).Value.ShouldBe("blocking");
    }

    [Fact]
    public async Task Client_streams_are_collected()
    {
        using var call = _client.Collect();
        foreach (var part in (string[])["a", "b", "c"])
        {
            await call.RequestStream.WriteAsync(new Text { Value = part });
        }
        await call.RequestStream.CompleteAsync();
        (await call).Value.ShouldBe("abc");
        call.GetTrailers().GetValue("method").ShouldBe("/platform.testing.echo.Echo/Collect");
    }

    [Fact]
    public async Task Server_streams_are_read_to_the_end()
    {
        using var call = _client.Spell(new Text { Value = "abc" });
        (await ReadAllAsync(call.ResponseStream)).ShouldBe(["a", "b", "c"]);
        call.GetTrailers().GetValue("method").ShouldBe("/platform.testing.echo.Echo/Spell");
    }

    [Fact]
    public async Task Duplex_streams_answer_each_message()
    {
        using var call = _client.Talk();
        foreach (var word in (string[])["one", "two"])
        {
            await call.RequestStream.WriteAsync(new Text { Value = word });
            (await call.ResponseStream.MoveNext()).ShouldBeTrue();
            call.ResponseStream.Current.Value.ShouldBe(word);
        }
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
        call.GetTrailers().GetValue("method").ShouldBe("/platform.testing.echo.Echo/Talk");
    }

    [Fact]
    public async Task Headers_go_both_ways_text_and_binary()
    {
        byte[] bytes = [0, 128, 255];
        var headers = new Metadata { { "x-text", "t" }, { "x-data-bin", bytes } };
        using var call = _client.UnaryAsync(new Text(), headers);
        var echoed = await call.ResponseHeadersAsync;
        echoed.GetValue("x-text").ShouldBe("t");
        echoed.GetValueBytes("x-data-bin").ShouldBe(bytes);
    }

    [Fact]
    public async Task An_error_carries_status_and_trailers()
    {
        var error = await Should.ThrowAsync<RpcException>(async () =>
            await _client.UnaryAsync(new Text { Value = "fail" })
        );
        error.StatusCode.ShouldBe(StatusCode.DataLoss);
        error.Status.Detail.ShouldBe("told to");
        error.Message.ShouldBe("Status(StatusCode=\"DataLoss\", Detail=\"told to\")");
        error.Trailers.GetValueBytes("why-bin").ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_deadline_ends_a_call()
    {
        var options = new CallOptions().WithDeadline(DateTime.UtcNow.AddMilliseconds(200));
        var error = await Should.ThrowAsync<RpcException>(async () =>
            await _client.UnaryAsync(new Text { Value = "sleep" }, options)
        );
        error.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Cancelling_ends_a_call()
    {
        using var cancellation = new CancellationTokenSource(200);
        var options = new CallOptions().WithCancellationToken(cancellation.Token);
        var error = await Should.ThrowAsync<RpcException>(async () =>
            await _client.UnaryAsync(new Text { Value = "sleep" }, options)
        );
        error.StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task Compressed_calls_answer()
    {
        using var encodings = new EncodingRecorder();
        using var channel = GrpcChannel.ForAddress(
            _server.Address,
            new GrpcChannelOptions { HttpHandler = encodings }
        );
        var headers = new Metadata { { "grpc-internal-encoding-request", "gzip" } };
        var text = new Text { Value = new string('x', 10_000) };
        (await new Echo.Echo.EchoClient(channel).UnaryAsync(text, headers)).ShouldBe(text);
        encodings.Request.ShouldBe("gzip");
        encodings.Response.ShouldBe("gzip");
    }

    [Fact]
    public async Task Client_interceptors_see_a_call_in_the_order_given()
    {
        var invoker = _channel.Intercept(new Tag("first"), new Tag("second"));
        using var call = new Echo.Echo.EchoClient(invoker).UnaryAsync(new Text());
        (await call.ResponseHeadersAsync).GetValue("x-tag").ShouldBe("first, second");
    }

    [Fact]
    public async Task Call_credentials_are_added_to_each_call()
    {
        static CallCredentials Header(string name, string value) =>
            CallCredentials.FromInterceptor(
                (context, metadata) =>
                {
                    metadata.Add(name, $"{value} {context.MethodName}");
                    return Task.CompletedTask;
                }
            );
        var both = CallCredentials.Compose(Header("x-one", "1"), Header("x-two", "2"));
        using var channel = GrpcChannel.ForAddress(
            _server.Address,
            new GrpcChannelOptions
            {
                Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, both),
                UnsafeUseInsecureChannelCallCredentials = true,
            }
        );
        using var call = new Echo.Echo.EchoClient(channel).UnaryAsync(new Text());
        var headers = await call.ResponseHeadersAsync;
        headers.GetValue("x-one").ShouldBe("1 Unary");
        headers.GetValue("x-two").ShouldBe("2 Unary");
    }

    private static async Task<List<string>> ReadAllAsync(IAsyncStreamReader<Text> stream)
    {
        var values = new List<string>();
        await foreach (var text in stream.ReadAllAsync())
        {
            values.Add(text.Value);
        }
        return values;
    }

    /// <summary>grpc-encoding as it goes over the wire; the client hides it from its caller.</summary>
    private sealed class EncodingRecorder() : DelegatingHandler(new SocketsHttpHandler())
    {
        public string? Request { get; private set; }

        public string? Response { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = await base.SendAsync(request, cancellationToken);
            Request = request.Headers.GetValues("grpc-encoding").Single();
            Response = response.Headers.GetValues("grpc-encoding").Single();
            return response;
        }
    }

    private sealed class Tag(string value) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation
        )
        {
            Metadata headers = [.. context.Options.Headers ?? []];
            headers.Add("x-tag", value);
            var options = context.Options.WithHeaders(headers);
            return continuation(request, new(context.Method, context.Host, options));
        }
    }
}
