using System.IO.Pipelines;

namespace Platform.Gateway.Calls;

// Platform.Stream is nearer than System.IO.
using Stream = System.IO.Stream;

/// <summary>
/// Passes on what the service answers. What comes at once goes out at once: a unary answer is one write
/// to the caller. When the service pauses, what it said so far goes out, headers alone too.
/// </summary>
internal static class AnswerRelay
{
    /// <summary>Held back at most: a slow caller must slow the service, not fill the gateway.</summary>
    private const int UnsentBytesMax = 32 * 1024;

    private const string GrpcStatus = "grpc-status";

    public static async Task RelayAsync(Call call, HttpResponseMessage answer)
    {
        var response = call.Context.Response;
        var cancellation = call.Context.RequestAborted;
        using (var service = await answer.Content.ReadAsStreamAsync(cancellation))
        {
            await RelayAsync(call, service, response, cancellation);
        }
        foreach (var (name, values) in answer.TrailingHeaders.NonValidated)
        {
            foreach (var value in values)
            {
                response.AppendTrailer(name, value);
            }
        }
        call.StatusSent = true;
        await response.CompleteAsync();
    }

    private static async Task RelayAsync(
        Call call,
        Stream service,
        HttpResponse response,
        CancellationToken cancellation
    )
    {
        var caller = response.BodyWriter;
        // A status among the headers ends the call: such headers go out with the end of the stream.
        var begun = response.Headers.ContainsKey(GrpcStatus);
        var unsentBytes = 0;
        while (true)
        {
            // Of no bytes: it says that there are some, and holds no buffer until then.
            var waiting = service.ReadAsync(Memory<byte>.Empty, cancellation);
            if (!waiting.IsCompleted && (unsentBytes > 0 || !begun))
            {
                begun = true;
                unsentBytes = 0;
                await SendAsync(caller, cancellation);
            }
            await waiting;
            var buffer = caller.GetMemory();
            var read = await service.ReadAsync(buffer, cancellation);
            if (read == 0)
            {
                return;
            }
            call.Relayed(buffer.Span[..read]);
            caller.Advance(read);
            unsentBytes += read;
            if (unsentBytes >= UnsentBytesMax)
            {
                begun = true;
                unsentBytes = 0;
                await SendAsync(caller, cancellation);
            }
        }
    }

    private static async ValueTask SendAsync(PipeWriter caller, CancellationToken cancellation)
    {
        var sent = await caller.FlushAsync(cancellation);
        if (sent.IsCompleted)
        {
            throw new OperationCanceledException("The caller is gone.");
        }
    }
}
