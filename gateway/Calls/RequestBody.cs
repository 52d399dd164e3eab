using System.Globalization;
using System.Runtime.CompilerServices;
using Platform.Common.V1;
using Platform.Gateway.Limits;
using Platform.ServiceDefaults;
using RichStatus = Google.Rpc.Status;

namespace Platform.Gateway.Calls;

// Platform.Stream is nearer than System.IO.
using Stream = System.IO.Stream;

/// <summary>What the caller sends: as long as it likes in all, but no message over the limit.</summary>
internal sealed class RequestBody(Stream body, Call call, int messageBytesMax) : ReadOnlyStream
{
    private GrpcFrames _frames;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        var read = await body.ReadAsync(buffer, cancellationToken);
        _frames.Advance(buffer.Span[..read]);
        if (_frames.LongestBytes > messageBytesMax)
        {
            call.Refusal = TooLong(_frames.LongestBytes);
            // The proxy then drops the request; none of the message has passed.
            throw new InvalidDataException(call.Refusal.Message);
        }
        return read;
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
