namespace Platform.Gateway.Health;

internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Information, "{Service} is {State}: {Reason}")]
    public static partial void PeerChanged(
        this ILogger logger,
        string service,
        HealthState state,
        string reason
    );
}
