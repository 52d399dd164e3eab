namespace Platform.ClickHouseHost;

internal static partial class Log
{
    [LoggerMessage(
        1,
        LogLevel.Information,
        "ClickHouse {Version} on {Path}, {Connections} connections, listening on {Url}"
    )]
    public static partial void Started(
        ILogger logger,
        string version,
        string path,
        int connections,
        string url
    );

    [LoggerMessage(2, LogLevel.Information, "Stopped: the engine is closed")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "Stopped with queries still running; the engine is left to the end of the process"
    )]
    public static partial void StoppedHard(ILogger logger);

    [LoggerMessage(4, LogLevel.Warning, "The query of connection {Connection} could not be killed")]
    public static partial void KillFailed(ILogger logger, string connection, Exception error);

    [LoggerMessage(5, LogLevel.Information, "Query {QueryId} cancelled: its client went away")]
    public static partial void ClientGone(ILogger logger, string queryId);

    [LoggerMessage(
        6,
        LogLevel.Information,
        "Query {QueryId} failed after its answer had begun, with code {Code}"
    )]
    public static partial void FailedMidway(ILogger logger, string queryId, int code);

    [LoggerMessage(7, LogLevel.Error, "Query {QueryId} failed on an error of the host itself")]
    public static partial void HostFailure(ILogger logger, string queryId, Exception error);

    [LoggerMessage(
        8,
        LogLevel.Error,
        "Connection {Connection} could not be put back into its first state"
    )]
    public static partial void NotReset(ILogger logger, string connection, Exception error);

    [LoggerMessage(
        9,
        LogLevel.Warning,
        "Not confined to its own files: any query can read every file this process can read"
    )]
    public static partial void NotConfined(ILogger logger);

    [LoggerMessage(
        10,
        LogLevel.Warning,
        "{Count} inserts were cut off after their tokens had been noted and before their rows were kept; their repeats store them"
    )]
    public static partial void TokensWithdrawn(ILogger logger, int count);
}
