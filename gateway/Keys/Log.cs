namespace Platform.Gateway.Keys;

internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "{Count} API keys read from {Path}")]
    public static partial void KeysRead(this ILogger logger, int count, string path);

    [LoggerMessage(
        101,
        LogLevel.Information,
        "{Count} API keys read again from {Path}; {Gone} are no longer valid"
    )]
    public static partial void KeysReread(this ILogger logger, int count, int gone, string path);

    [LoggerMessage(
        102,
        LogLevel.Error,
        "{Path} is wrong, the API keys read before stay valid: {Reason}"
    )]
    public static partial void KeysKept(this ILogger logger, string path, string reason);
}
