using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace Platform.Interop.Client;

/// <summary>The interoperability cases from the C# client. Names and numbers are those of their public description.</summary>
internal static partial class CSharpCases
{
    private const int LargeRequest = 271_828;
    private const int LargeResponse = 314_159;
    private static readonly int[] s_requestSizes = [27_182, 8, 1_828, 45_904];
    private static readonly int[] s_responseSizes = [31_415, 9, 2_653, 58_979];

    public static IReadOnlyDictionary<string, Func<CSharpClient, Task>> All { get; } =
        new Dictionary<string, Func<CSharpClient, Task>>
        {
            ["empty_unary"] = EmptyUnaryAsync,
            ["large_unary"] = LargeUnaryAsync,
            ["client_compressed_unary"] = ClientCompressedUnaryAsync,
            ["server_compressed_unary"] = ServerCompressedUnaryAsync,
            ["client_streaming"] = ClientStreamingAsync,
            ["client_compressed_streaming"] = ClientCompressedStreamingAsync,
            ["server_streaming"] = ServerStreamingAsync,
            ["server_compressed_streaming"] = ServerCompressedStreamingAsync,
            ["ping_pong"] = PingPongAsync,
            ["empty_stream"] = EmptyStreamAsync,
            ["cancel_after_begin"] = CancelAfterBeginAsync,
            ["cancel_after_first_response"] = CancelAfterFirstResponseAsync,
            ["timeout_on_sleeping_server"] = TimeoutOnSleepingServerAsync,
            ["custom_metadata"] = CustomMetadataAsync,
            ["status_code_and_message"] = StatusCodeAndMessageAsync,
            ["special_status_message"] = SpecialStatusMessageAsync,
            ["unimplemented_method"] = UnimplementedMethodAsync,
            ["unimplemented_service"] = UnimplementedServiceAsync,
        };

    private static async Task EmptyUnaryAsync(CSharpClient client) =>
        (await client.Service.EmptyCallAsync(new Empty())).ShouldBe(new Empty());

    private static async Task LargeUnaryAsync(CSharpClient client) =>
        ShouldBeLarge(await client.Service.UnaryCallAsync(Large()));

    private static async Task ClientStreamingAsync(CSharpClient client)
    {
        using var call = client.Service.StreamingInputCall();
        foreach (var size in s_requestSizes)
        {
            var request = new StreamingInputCallRequest { Payload = Zeros(size) };
            await call.RequestStream.WriteAsync(request);
        }
        await call.RequestStream.CompleteAsync();
        (await call).AggregatedPayloadSize.ShouldBe(74_922);
    }

    private static async Task ServerStreamingAsync(CSharpClient client)
    {
        var request = new StreamingOutputCallRequest();
        request.ResponseParameters.Add(
            s_responseSizes.Select(size => new ResponseParameters { Size = size })
        );
        using var call = client.Service.StreamingOutputCall(request);
        (await SizesAsync(call.ResponseStream)).ShouldBe(s_responseSizes);
    }

    private static async Task PingPongAsync(CSharpClient client)
    {
        using var call = client.Service.FullDuplexCall();
        for (var i = 0; i < s_requestSizes.Length; i++)
        {
            await call.RequestStream.WriteAsync(Ping(s_responseSizes[i], s_requestSizes[i]));
            (await call.ResponseStream.MoveNext()).ShouldBeTrue();
            ShouldBeZeros(call.ResponseStream.Current.Payload, s_responseSizes[i]);
        }
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }

    private static async Task EmptyStreamAsync(CSharpClient client)
    {
        using var call = client.Service.FullDuplexCall();
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }

    private static async Task CustomMetadataAsync(CSharpClient client)
    {
        const string initial = "x-grpc-test-echo-initial";
        const string trailing = "x-grpc-test-echo-trailing-bin";
        Metadata headers = new()
        {
            { initial, "test_initial_metadata_value" },
            { trailing, new byte[] { 0xab, 0xab, 0xab } },
        };

        using var unary = client.Service.UnaryCallAsync(Large(), headers);
        ShouldBeLarge(await unary);
        ShouldEcho(await unary.ResponseHeadersAsync, unary.GetTrailers());

        using var duplex = client.Service.FullDuplexCall(headers);
        await duplex.RequestStream.WriteAsync(Ping(LargeResponse, LargeRequest));
        await duplex.RequestStream.CompleteAsync();
        (await SizesAsync(duplex.ResponseStream)).ShouldBe([LargeResponse]);
        ShouldEcho(await duplex.ResponseHeadersAsync, duplex.GetTrailers());

        static void ShouldEcho(Metadata headers, Metadata trailers)
        {
            headers.GetValue(initial).ShouldBe("test_initial_metadata_value");
            trailers.GetValueBytes(trailing).ShouldBe([0xab, 0xab, 0xab]);
        }
    }

    private static SimpleRequest Large() =>
        new() { ResponseSize = LargeResponse, Payload = Zeros(LargeRequest) };

    private static StreamingOutputCallRequest Ping(int responseSize, int requestSize) =>
        new()
        {
            ResponseParameters = { new ResponseParameters { Size = responseSize } },
            Payload = Zeros(requestSize),
        };

    private static Payload Zeros(int bytes) =>
        new() { Body = ByteString.CopyFrom(new byte[bytes]) };

    private static void ShouldBeLarge(SimpleResponse response) =>
        ShouldBeZeros(response.Payload, LargeResponse);

    private static void ShouldBeZeros(Payload payload, int size)
    {
        payload.Type.ShouldBe(PayloadType.Compressable);
        payload.Body.Length.ShouldBe(size);
        payload.Body.Span.ContainsAnyExcept((byte)0).ShouldBeFalse();
    }

    private static async Task<List<int>> SizesAsync(
        IAsyncStreamReader<StreamingOutputCallResponse> responses
    )
    {
        var sizes = new List<int>();
        await foreach (var response in responses.ReadAllAsync())
        {
            sizes.Add(response.Payload.Body.Length);
        }
        return sizes;
    }
}
