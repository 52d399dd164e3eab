using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Testing;
using Platform.Interop.Kit;
using Platform.ServiceDefaults;

namespace Platform.Interop.Server;

/// <summary>grpc.testing.TestService as the interoperability tests describe it.</summary>
internal sealed class InteropService : TestService.TestServiceBase
{
    public override async Task<Empty> EmptyCall(Empty request, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        return request;
    }

    public override async Task<SimpleResponse> UnaryCall(
        SimpleRequest request,
        ServerCallContext context
    )
    {
        CheckCompression(request.ExpectCompressed, context, message: 0);
        await EchoMetadataAsync(context, request.ResponseCompressed?.Value == true);
        EndAsTold(request.ResponseStatus);
        return new SimpleResponse { Payload = Zeros(request.ResponseSize) };
    }

    public override async Task StreamingOutputCall(
        StreamingOutputCallRequest request,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context
    )
    {
        var compress = request.ResponseParameters.Any(one => one.Compressed?.Value == true);
        await EchoMetadataAsync(context, compress);
        await AnswerAsync(request, responseStream, context);
    }

    public override async Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream,
        ServerCallContext context
    )
    {
        await EchoMetadataAsync(context);
        var total = 0;
        var message = 0;
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            CheckCompression(request.ExpectCompressed, context, message++);
            total += request.Payload.Body.Length;
        }
        return new StreamingInputCallResponse { AggregatedPayloadSize = total };
    }

    public override async Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context
    )
    {
        await EchoMetadataAsync(context);
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await AnswerAsync(request, responseStream, context);
        }
    }

    private static async Task AnswerAsync(
        StreamingOutputCallRequest request,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context
    )
    {
        EndAsTold(request.ResponseStatus);
        foreach (var wanted in request.ResponseParameters)
        {
            if (wanted.IntervalUs > 0)
            {
                await Task.Delay(
                    TimeSpan.FromMicroseconds(wanted.IntervalUs),
                    context.CancellationToken
                );
            }
            // Compression is the call's; a message can only be left out of it.
            responseStream.WriteOptions = new WriteOptions(
                wanted.Compressed?.Value == true ? default : WriteFlags.NoCompress
            );
            var response = new StreamingOutputCallResponse { Payload = Zeros(wanted.Size) };
            await responseStream.WriteAsync(response, context.CancellationToken);
        }
    }

    private static async Task EchoMetadataAsync(ServerCallContext context, bool compress = false)
    {
        if (context.RequestHeaders.GetValueBytes("x-grpc-test-echo-trailing-bin") is { } trailing)
        {
            context.ResponseTrailers.Add("x-grpc-test-echo-trailing-bin", trailing);
        }
        var headers = new Metadata();
        if (context.RequestHeaders.GetValue("x-grpc-test-echo-initial") is { } initial)
        {
            headers.Add("x-grpc-test-echo-initial", initial);
        }
        if (compress)
        {
            headers.Add("grpc-internal-encoding-request", "gzip");
        }
        await context.WriteResponseHeadersAsync(headers);
    }

    /// <summary>Judged by the flag on the wire, not by the header that only announces an encoding.</summary>
    private static void CheckCompression(
        BoolValue? expected,
        ServerCallContext context,
        int message
    )
    {
        if (
            expected is not null
            && context.GetHttpContext().Features.Get<FrameFlags>()!.Compressed[message]
                != expected.Value
        )
        {
            PlatformErrors.ThrowInvalid(
                ("expect_compressed", $"it is {expected.Value}, the message is not")
            );
        }
    }

    private static void EndAsTold(EchoStatus? status)
    {
        if (status is not null && status.Code != 0)
        {
            throw new RpcException(new Status((StatusCode)status.Code, status.Message));
        }
    }

    private static Payload Zeros(int bytes) =>
        new() { Body = ByteString.CopyFrom(new byte[bytes]) };
}
