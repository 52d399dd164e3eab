namespace Platform.Stream.Engines.Faster;

internal sealed partial class FasterTopic
{
    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "Opened topic {Topic}: {Partitions} partitions, {Segments} segments, durable up to "
                + "{Address}, in {Milliseconds:F0} ms."
        )]
        public static partial void Opened(
            ILogger logger,
            string topic,
            int partitions,
            int segments,
            long address,
            double milliseconds
        );

        [LoggerMessage(2, LogLevel.Error, "The log of topic {Topic} can't be written.")]
        public static partial void WriteFailed(ILogger logger, string topic, Exception failure);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "The log of topic {Topic} is still down: {Problem} It failed first with: {First}"
        )]
        public static partial void StillDown(
            ILogger logger,
            string topic,
            string problem,
            string first
        );

        [LoggerMessage(
            4,
            LogLevel.Information,
            "The log of topic {Topic} takes records again, from address {Address}."
        )]
        public static partial void Reopened(ILogger logger, string topic, long address);

        [LoggerMessage(5, LogLevel.Warning, "Maintenance of topic {Topic} was put off.")]
        public static partial void MaintenanceFailed(
            ILogger logger,
            string topic,
            Exception failure
        );
    }
}
