using Grpc.Core;
using Microsoft.Extensions.Logging;
using Platform.Common.V1;

namespace Platform.ServiceDefaults;

/// <summary>What a caller is told of an exception that left a handler.</summary>
internal sealed partial class ErrorMapping(DrainToken drain, ILogger<ErrorMapping> log)
{
    public RpcException Map(Exception exception, ServerCallContext context)
    {
        if (exception is RpcException { } told)
        {
            return WithReason(told);
        }
        // Whatever a handler throws after its caller has gone is a consequence of that.
        if (context.CancellationToken.IsCancellationRequested)
        {
            return DateTime.UtcNow >= context.Deadline
                ? PlatformErrors.Create(ErrorReason.DeadlineExceeded, "The deadline has passed.")
                : new RpcException(
                    new Status(StatusCode.Cancelled, "The caller cancelled the call.")
                );
        }
        if (exception is OperationCanceledException && drain.IsDraining)
        {
            return PlatformErrors.Create(ErrorReason.Draining, "The process is stopping.");
        }
        var reference = Guid.NewGuid().ToString("N")[..12];
        LogDefect(log, exception, context.Method, reference);
        return PlatformErrors.Create(
            ErrorReason.Internal,
            $"Internal error. Reference: {reference}",
            ("reference", reference)
        );
    }

    /// <summary>
    /// Errors of the server itself, and of peers that could not be reached, bring a code but no reason. What lies
    /// beyond the plain codes is the thrower's own business and goes on as it is.
    /// </summary>
    internal static RpcException WithReason(RpcException told)
    {
        if (
            told.Trailers.Get(RichErrors.Trailer) is not null
            || ReasonOf(told.StatusCode) is not { } reason
        )
        {
            return told;
        }
        var rich = PlatformErrors.Status(reason, told.Status.Detail).ToException();
        foreach (var entry in told.Trailers)
        {
            rich.Trailers.Add(entry);
        }
        return rich;
    }

    internal static ErrorReason? ReasonOf(StatusCode code) =>
        code switch
        {
            StatusCode.ResourceExhausted => ErrorReason.LimitExceeded,
            StatusCode.Unavailable => ErrorReason.StoreUnavailable,
            StatusCode.DeadlineExceeded => ErrorReason.DeadlineExceeded,
            StatusCode.Unimplemented => ErrorReason.NotImplemented,
            _ => null,
        };

    [LoggerMessage(
        EventId = 1,
        Level = LogLevel.Error,
        Message = "{Method} failed unexpectedly; the caller was given reference {Reference}"
    )]
    private static partial void LogDefect(
        ILogger logger,
        Exception exception,
        string method,
        string reference
    );
}
