using Grpc.Core;
using Microsoft.Extensions.Logging;
using Platform.Common.V1;

namespace Platform.ServiceDefaults;

/// <summary>What a caller is told of an exception that left a handler.</summary>
internal sealed partial class ErrorMapping(
    DrainToken drain,
    PlainStatus plain,
    IEnumerable<IErrorTranslation> translations,
    ILogger<ErrorMapping> log
)
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
        foreach (var translation in translations)
        {
            if (translation.Translate(exception) is { } known)
            {
                return known;
            }
        }
        var reference = Guid.NewGuid().ToString("N")[..12];
        LogDefect(log, exception, context.Method, reference);
        return PlatformErrors.Create(
            ErrorReason.Internal,
            $"Internal error. Reference: {reference}",
            ("reference", reference)
        );
    }

    private RpcException WithReason(RpcException told)
    {
        if (
            told.Trailers.Get(RichErrors.Trailer) is not null
            || plain.Enrich(told.StatusCode, told.Status.Detail) is not { } enriched
        )
        {
            return told;
        }
        var rich = enriched.ToException();
        foreach (var entry in told.Trailers)
        {
            rich.Trailers.Add(entry);
        }
        return rich;
    }

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
