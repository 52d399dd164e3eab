using Google.Protobuf;
using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults.Tests.Kit;
using Platform.ServiceDefaults.Tests.Probing;
using static Platform.ServiceDefaults.Tests.Kit.Eventually;

namespace Platform.ServiceDefaults.Tests;

public class LimitTests
{
    private static readonly Metadata s_gzip = new()
    {
        { "grpc-internal-encoding-request", "gzip" },
    };

    [Fact]
    public async Task A_message_of_10_MiB_is_refused_and_the_limit_named()
    {
        await using var host = await ProbeHost.StartAsync();
        ShouldNameTheLimit(await ErrorOf(host.Client().EchoAsync(Zeros(10 << 20))));
        (await host.Client().EchoAsync(Zeros(1 << 20))).Data.Length.ShouldBe(1 << 20);
    }

    [Fact]
    public async Task So_it_is_in_a_stream()
    {
        await using var host = await ProbeHost.StartAsync();
        using var call = host.Client().Upload();
        await call.RequestStream.WriteAsync(Zeros(1 << 20));
        // The server may end the call while the message is still being sent.
        await Record.ExceptionAsync(() => call.RequestStream.WriteAsync(Zeros(10 << 20)));
        ShouldNameTheLimit(await Should.ThrowAsync<RpcException>(call.ResponseAsync));
    }

    [Fact]
    public async Task So_it_is_when_it_comes_compressed()
    {
        await using var host = await ProbeHost.StartAsync();
        ShouldNameTheLimit(await ErrorOf(host.Client().EchoAsync(Zeros(64 << 20), s_gzip)));
    }

    [Fact]
    public async Task A_stream_may_carry_more_than_any_single_message()
    {
        await using var host = await ProbeHost.StartAsync();
        using var call = host.Client().Upload();
        for (var i = 0; i < 40; i++)
        {
            await call.RequestStream.WriteAsync(Zeros(1 << 20));
        }
        await call.RequestStream.CompleteAsync();
        BitConverter.ToInt32((await call).Data.Span).ShouldBe(40 << 20);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3600)]
    public async Task A_unary_call_ends_at_the_longest_deadline(int? askedSeconds)
    {
        var begun = false;
        // A busy machine may not have begun the handler when the time is over; then there is more of it.
        for (var seconds = 1; !begun; seconds *= 2)
        {
            seconds.ShouldBeLessThan(100, "the handler does not begin");
            var max = TimeSpan.FromSeconds(seconds);
            await using var host = await ProbeHost.StartAsync([$"Grpc:UnaryDeadlineMax={max}"]);
            DateTime? deadline = askedSeconds is { } s ? DateTime.UtcNow.AddSeconds(s) : null;
            var error = await ErrorOf(host.Client().SleepAsync(new(), deadline: deadline));
            error.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
            begun = !host.Events.Begun.IsEmpty;
            await BeTrueAsync(
                () => host.Events.Cancelled.Count == host.Events.Begun.Count,
                "the handler goes on"
            );
        }
    }

    [Fact]
    public async Task A_shorter_deadline_is_kept()
    {
        await using var host = await ProbeHost.StartAsync(["Grpc:UnaryDeadlineMax=01:00:00"]);
        var deadline = DateTime.UtcNow.AddMinutes(10);
        var seen = await host.Client().WhoAmIAsync(new(), deadline: deadline);
        // It travels as the time that is left, so the way is added to it.
        Math.Abs(new DateTimeOffset(deadline).ToUnixTimeMilliseconds() - seen.DeadlineMs)
            .ShouldBeLessThan(60_000);
    }

    [Fact]
    public async Task A_stream_has_no_deadline_of_ours()
    {
        await using var host = await ProbeHost.StartAsync(["Grpc:UnaryDeadlineMax=00:00:00.2"]);
        using var call = host.Client().Cling(new());
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        var more = call.ResponseStream.MoveNext();
        await Task.Delay(600);
        more.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task More_streams_than_allowed_on_one_connection_wait()
    {
        await using var host = await ProbeHost.StartAsync(["Http2:StreamsPerConnectionMax=2"]);
        using var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = false };
        var authorization = $"Bearer {host.Mint.Mint("tester", ["*"])}";
        Metadata headers = new() { { "authorization", authorization } };
        var client = new Probe.ProbeClient(host.Channel(handler));
        using var first = client.Cling(new(), headers);
        using var second = client.Cling(new(), headers);
        await Task.WhenAll(first.ResponseHeadersAsync, second.ResponseHeadersAsync);
        var third = client.EchoAsync(new(), headers).ResponseAsync;
        await Task.Delay(300);
        third.IsCompleted.ShouldBeFalse();
        first.Dispose();
        await third.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Answers_are_compressed_only_when_the_handler_says_so()
    {
        await using var host = await ProbeHost.StartAsync();
        var authorization = $"Bearer {host.Mint.Mint("tester", ["*"])}";
        Metadata headers = new()
        {
            { "authorization", authorization },
            { "grpc-internal-encoding-request", "gzip" },
        };
        var recorder = new EncodingRecorder();
        var client = new Probe.ProbeClient(host.Channel(recorder));
        var request = Zeros(100_000);

        (await client.EchoAsync(request, headers)).Data.Length.ShouldBe(100_000);
        recorder.Encodings.ShouldBe(("gzip", null));
        request.Compress = true;
        (await client.EchoAsync(request, headers)).Data.Length.ShouldBe(100_000);
        recorder.Encodings.ShouldBe(("gzip", "gzip"));
    }

    private static Payload Zeros(int bytes) =>
        new() { Data = ByteString.CopyFrom(new byte[bytes]) };

    private static void ShouldNameTheLimit(RpcException error)
    {
        error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        error.Status.Detail.ShouldContain("message", Case.Insensitive);
        error.Reason().ShouldBe(ErrorReason.LimitExceeded);
        error.ReasonMetadata("bytes_max").ShouldBe($"{8 << 20}");
        error.ReasonMetadata("limit").ShouldBe("Grpc:ReceiveBytesMax");
    }

    /// <summary>grpc-encoding of the last request and its answer, as sent.</summary>
    private sealed class EncodingRecorder() : DelegatingHandler(new SocketsHttpHandler())
    {
        public (string? Request, string? Response) Encodings { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = await base.SendAsync(request, cancellationToken);
            Encodings = (
                request.Headers.TryGetValues("grpc-encoding", out var sent) ? sent.Single() : null,
                response.Headers.TryGetValues("grpc-encoding", out var got) ? got.Single() : null
            );
            return response;
        }
    }
}
