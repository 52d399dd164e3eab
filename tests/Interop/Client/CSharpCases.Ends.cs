using Grpc.Core;
using Grpc.Testing;

namespace Platform.Interop.Client;

/// <summary>Cases about how a call ends: cancelled, too late, with a status, not there.</summary>
internal static partial class CSharpCases
{
    private static async Task CancelAfterBeginAsync(CSharpClient client)
    {
        using var cancellation = new CancellationTokenSource();
        using var call = client.Service.StreamingInputCall(cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();
        await ShouldEndAsync(call.ResponseAsync, StatusCode.Cancelled);
    }

    private static async Task CancelAfterFirstResponseAsync(CSharpClient client)
    {
        using var cancellation = new CancellationTokenSource();
        using var call = client.Service.FullDuplexCall(cancellationToken: cancellation.Token);
        await call.RequestStream.WriteAsync(Ping(31_415, 27_182));
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        call.ResponseStream.Current.Payload.Body.Length.ShouldBe(31_415);
        await cancellation.CancelAsync();
        await ShouldEndAsync(call.ResponseStream.MoveNext(), StatusCode.Cancelled);
    }

    private static async Task TimeoutOnSleepingServerAsync(CSharpClient client)
    {
        var deadline = DateTime.UtcNow.AddMilliseconds(1);
        using var call = client.Service.FullDuplexCall(deadline: deadline);
        var request = new StreamingOutputCallRequest { Payload = Zeros(27_182) };
        // The time may be over before the message is written; the call's own end is what counts.
        await Record.ExceptionAsync(() => call.RequestStream.WriteAsync(request));
        await ShouldEndAsync(call.ResponseStream.MoveNext(), StatusCode.DeadlineExceeded);
    }

    private static async Task StatusCodeAndMessageAsync(CSharpClient client)
    {
        var status = new EchoStatus { Code = 2, Message = "test status message" };
        await ShouldEndAsync(
            client
                .Service.UnaryCallAsync(new SimpleRequest { ResponseStatus = status })
                .ResponseAsync,
            StatusCode.Unknown,
            status.Message
        );
        using var call = client.Service.FullDuplexCall();
        var request = new StreamingOutputCallRequest { ResponseStatus = status };
        await call.RequestStream.WriteAsync(request);
        await call.RequestStream.CompleteAsync();
        await ShouldEndAsync(call.ResponseStream.MoveNext(), StatusCode.Unknown, status.Message);
    }

    private static Task SpecialStatusMessageAsync(CSharpClient client)
    {
        const string message =
            "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP \U0001F608\t\n";
        var status = new EchoStatus { Code = 2, Message = message };
        var call = client.Service.UnaryCallAsync(new SimpleRequest { ResponseStatus = status });
        return ShouldEndAsync(call.ResponseAsync, StatusCode.Unknown, message);
    }

    private static Task UnimplementedMethodAsync(CSharpClient client) =>
        ShouldEndAsync(
            client.Service.UnimplementedCallAsync(new Empty()).ResponseAsync,
            StatusCode.Unimplemented
        );

    private static Task UnimplementedServiceAsync(CSharpClient client) =>
        ShouldEndAsync(
            client.Unimplemented.UnimplementedCallAsync(new Empty()).ResponseAsync,
            StatusCode.Unimplemented
        );

    private static async Task ShouldEndAsync(Task call, StatusCode code, string? message = null)
    {
        var error = await Should.ThrowAsync<RpcException>(call);
        error.StatusCode.ShouldBe(code);
        if (message is not null)
        {
            error.Status.Detail.ShouldBe(message);
        }
    }
}
