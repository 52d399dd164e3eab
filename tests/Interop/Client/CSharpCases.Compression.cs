using Grpc.Core;
using Grpc.Testing;

namespace Platform.Interop.Client;

/// <summary>Cases about compression, judged by the flag of each message on the wire.</summary>
internal static partial class CSharpCases
{
    private static readonly Metadata s_gzip = new()
    {
        { "grpc-internal-encoding-request", "gzip" },
    };

    private static async Task ClientCompressedUnaryAsync(CSharpClient client)
    {
        var expected = Large();
        expected.ExpectCompressed = new BoolValue { Value = true };
        await ShouldEndAsync(
            client.Service.UnaryCallAsync(expected).ResponseAsync,
            StatusCode.InvalidArgument
        );
        ShouldBeLarge(await client.Service.UnaryCallAsync(expected, s_gzip));
        expected.ExpectCompressed.Value = false;
        ShouldBeLarge(await client.Service.UnaryCallAsync(expected));
    }

    private static async Task ServerCompressedUnaryAsync(CSharpClient client)
    {
        foreach (var compressed in (bool[])[true, false])
        {
            var request = Large();
            request.ResponseCompressed = new BoolValue { Value = compressed };
            ShouldBeLarge(await client.Service.UnaryCallAsync(request));
            client.AnswerCompressed.ShouldBe([compressed]);
        }
    }

    private static async Task ClientCompressedStreamingAsync(CSharpClient client)
    {
        var first = new StreamingInputCallRequest
        {
            ExpectCompressed = new BoolValue { Value = true },
            Payload = Zeros(27_182),
        };
        var second = new StreamingInputCallRequest
        {
            ExpectCompressed = new BoolValue { Value = false },
            Payload = Zeros(45_904),
        };
        using var probe = client.Service.StreamingInputCall();
        // The server may end the call before all of the message is sent; the call's own end is what counts.
        await Record.ExceptionAsync(() => probe.RequestStream.WriteAsync(first));
        await ShouldEndAsync(probe.ResponseAsync, StatusCode.InvalidArgument);

        using var call = client.Service.StreamingInputCall(s_gzip);
        await call.RequestStream.WriteAsync(first);
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(second);
        await call.RequestStream.CompleteAsync();
        (await call).AggregatedPayloadSize.ShouldBe(73_086);
    }

    private static async Task ServerCompressedStreamingAsync(CSharpClient client)
    {
        var request = new StreamingOutputCallRequest
        {
            ResponseParameters =
            {
                new ResponseParameters
                {
                    Size = 31_415,
                    Compressed = new BoolValue { Value = true },
                },
                new ResponseParameters
                {
                    Size = 92_653,
                    Compressed = new BoolValue { Value = false },
                },
            },
        };
        using var call = client.Service.StreamingOutputCall(request);
        (await SizesAsync(call.ResponseStream)).ShouldBe([31_415, 92_653]);
        client.AnswerCompressed.ShouldBe([true, false]);
    }
}
