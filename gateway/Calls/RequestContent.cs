using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using Platform.Common.V1;
using Platform.Gateway.Limits;
using Platform.ServiceDefaults;
using RichStatus = Google.Rpc.Status;

namespace Platform.Gateway.Calls;

// Platform.Stream is nearer than System.IO.
using Stream = System.IO.Stream;

/// <summary>
/// What the caller sends, on its way to the service: as long as it likes in all, but no message over
/// the limit. What comes at once is passed on at once; when the caller pauses, what it sent so far goes
/// out.
/// </summary>
internal sealed class RequestContent(Call call, PipeReader caller, int messageBytesMax)
    : HttpContent
{
    // HTTP/2 frames of 16 KiB carry it on; pieces of the pipe are a quarter of that.
    private const int GatherBytes = 16 * 1024;

    private readonly TaskCompletionSource _done = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private GrpcFrames _frames;
    private CancellationTokenSource? _relay;

    /// <summary>Ends the relay, so that nothing reads from the caller any more.</summary>
    public async ValueTask StopAsync()
    {
        if (Volatile.Read(ref _relay) is { } relay && !_done.Task.IsCompleted)
        {
            try
            {
                await relay.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It came to its end between the question and now, and the client has disposed of it.
            }
            await _done.Task;
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        var relay = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Volatile.Write(ref _relay, relay);
        try
        {
            await RelayAsync(stream, relay.Token);
        }
        finally
        {
            _done.TrySetResult();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        // The client disposes it once the request is sent, the call when it is over: then nothing runs.
        if (disposing && _done.Task.IsCompleted)
        {
            _relay?.Dispose();
        }
        base.Dispose(disposing);
    }

    private async Task RelayAsync(Stream service, CancellationToken cancellation)
    {
        while (true)
        {
            var reading = caller.ReadAsync(cancellation);
            if (!reading.IsCompleted)
            {
                await service.FlushAsync(cancellation);
            }
            var read = await reading;
            try
            {
                await PassOnAsync(service, read.Buffer, cancellation);
            }
            finally
            {
                caller.AdvanceTo(read.Buffer.End);
            }
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private async ValueTask PassOnAsync(
        Stream service,
        ReadOnlySequence<byte> bytes,
        CancellationToken cancellation
    )
    {
        foreach (var piece in bytes)
        {
            _frames.Advance(piece.Span);
        }
        if (_frames.LongestBytes > messageBytesMax)
        {
            call.Refusal = TooLong(_frames.LongestBytes);
            // The request is then dropped; none of these bytes has passed.
            throw new InvalidDataException(call.Refusal.Message);
        }
        if (bytes.IsSingleSegment)
        {
            await service.WriteAsync(bytes.First, cancellation);
            return;
        }
        var buffer = ArrayPool<byte>.Shared.Rent(GatherBytes);
        try
        {
            while (!bytes.IsEmpty)
            {
                var part = bytes.Slice(0, Math.Min(bytes.Length, GatherBytes));
                part.CopyTo(buffer);
                await service.WriteAsync(buffer.AsMemory(0, (int)part.Length), cancellation);
                bytes = bytes.Slice(part.End);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private RichStatus TooLong(uint bytes) =>
        PlatformErrors.Status(
            ErrorReason.LimitExceeded,
            $"A message of {bytes} bytes is over the gateway's limit of {messageBytesMax}.",
            ("limit", $"Gateway:Limits:{nameof(LimitOptions.MessageBytesMax)}"),
            ("value", messageBytesMax.ToString(CultureInfo.InvariantCulture)),
            ("actual", bytes.ToString(CultureInfo.InvariantCulture))
        );
}
