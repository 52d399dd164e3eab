using Microsoft.Extensions.Logging;

namespace Platform.ClickHouse.Endpoints;

internal static partial class Log
{
    [LoggerMessage(
        EventId = 1,
        Level = LogLevel.Warning,
        Message = "ClickHouse endpoint {Endpoint} is put aside: {Reason}"
    )]
    public static partial void PutAside(ILogger logger, Uri endpoint, string reason);

    [LoggerMessage(
        EventId = 2,
        Level = LogLevel.Information,
        Message = "ClickHouse endpoint {Endpoint} answers again"
    )]
    public static partial void Returned(ILogger logger, Uri endpoint);

    [LoggerMessage(
        EventId = 3,
        Level = LogLevel.Warning,
        Message = "Request {QueryId} failed on {Endpoint} and is tried again: {Reason}"
    )]
    public static partial void Retried(
        ILogger logger,
        string queryId,
        Uri? endpoint,
        string reason
    );
}
