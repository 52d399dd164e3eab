using Microsoft.Extensions.Logging;

namespace Platform.Schema.Service.Runs;

internal static partial class RunLog
{
    [LoggerMessage(
        701,
        LogLevel.Information,
        "Pack {Pack} went from version '{From}' to {To} in {Steps} steps"
    )]
    public static partial void Finished(
        ILogger logger,
        string pack,
        string from,
        string to,
        int steps
    );

    [LoggerMessage(702, LogLevel.Error, "Pack {Pack}: step {Number} ({Summary}) failed: {Reason}")]
    public static partial void StepFailed(
        ILogger logger,
        string pack,
        int number,
        string summary,
        string reason
    );

    [LoggerMessage(
        703,
        LogLevel.Error,
        "Pack {Pack}: step {Number} ({Summary}) could not be taken back: {Reason}"
    )]
    public static partial void UndoFailed(
        ILogger logger,
        string pack,
        int number,
        string summary,
        string reason
    );

    [LoggerMessage(
        704,
        LogLevel.Warning,
        "A change of the schema was cut off ({Reason}); the next continues from what is live"
    )]
    public static partial void CutOff(ILogger logger, string reason);

    [LoggerMessage(
        705,
        LogLevel.Warning,
        "Pack {Pack} is at version {Version}, and the definitions at {Latest}: './platform schema apply' brings it there"
    )]
    public static partial void Behind(ILogger logger, string pack, string version, string latest);

    [LoggerMessage(
        706,
        LogLevel.Warning,
        "Pack {Pack} is at version {Version}, above {Latest}, the newest these definitions know"
    )]
    public static partial void Ahead(ILogger logger, string pack, string version, string latest);

    [LoggerMessage(
        707,
        LogLevel.Warning,
        "Pack {Pack} is not upgraded from {Version} to {Latest} at start: it would lose data ({Summary}); apply it by hand"
    )]
    public static partial void NotUpgraded(
        ILogger logger,
        string pack,
        string version,
        string latest,
        string summary
    );

    [LoggerMessage(
        708,
        LogLevel.Warning,
        "Pack {Pack} differs from its definitions in ways that only an Apply mends: {Summary}"
    )]
    public static partial void LeftAtStart(ILogger logger, string pack, string summary);

    [LoggerMessage(
        709,
        LogLevel.Information,
        "Pack {Pack} is at version {Version}; {Created} definitions were created in {ElapsedMs} ms"
    )]
    public static partial void Started(
        ILogger logger,
        string pack,
        string version,
        int created,
        long elapsedMs
    );
}
