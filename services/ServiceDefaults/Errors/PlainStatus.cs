using System.Globalization;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.Common.V1;
using RichStatus = Google.Rpc.Status;

namespace Platform.ServiceDefaults;

/// <summary>
/// Errors of the gRPC library itself, and of peers that could not be reached, bring a code and no reason. Where the code
/// leaves no doubt, they are given one; every other goes on as it is.
/// </summary>
internal sealed class PlainStatus(IOptions<GrpcOptions> options)
{
    /// <summary>What the library says of a message over the limit; the code alone could mean a peer's limit too.</summary>
    private const string OverLimit =
        "Received message exceeds the maximum configured message size.";

    /// <summary>What the library says when the request's bytes can't be parsed.</summary>
    private const string NotReadable = "Exception was thrown by handler.";

    public RichStatus? Enrich(StatusCode code, string message) =>
        code switch
        {
            StatusCode.ResourceExhausted when message == OverLimit => PlatformErrors.Status(
                ErrorReason.LimitExceeded,
                $"The message is over the limit of {options.Value.ReceiveBytesMax} bytes.",
                ("limit", $"{GrpcOptions.Section}:{nameof(GrpcOptions.ReceiveBytesMax)}"),
                ("bytes_max", options.Value.ReceiveBytesMax.ToString(CultureInfo.InvariantCulture))
            ),
            StatusCode.ResourceExhausted => PlatformErrors.Status(
                ErrorReason.LimitExceeded,
                message
            ),
            StatusCode.Unavailable => PlatformErrors.Status(ErrorReason.StoreUnavailable, message),
            StatusCode.DeadlineExceeded => PlatformErrors.Status(
                ErrorReason.DeadlineExceeded,
                message
            ),
            // Whatever a handler throws is mapped; what fails before it is reading the request.
            StatusCode.Unknown when message == NotReadable => PlatformErrors.Status(
                ErrorReason.InvalidArgument,
                "The request can't be read: its bytes are not the message this method takes."
            ),
            StatusCode.Unimplemented => PlatformErrors.Status(ErrorReason.NotImplemented, message),
            _ => null,
        };
}
