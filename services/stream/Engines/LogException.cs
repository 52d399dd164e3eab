namespace Platform.Stream.Engines;

/// <summary>A failure the caller of the log is told about. The message is for the caller.</summary>
internal abstract class LogException(string message, Exception? inner = null)
    : Exception(message, inner);

internal sealed class UnknownTopicException(string topic)
    : LogException($"There is no topic '{Shown(topic)}'.")
{
    /// <summary>Longer than a topic's name can be.</summary>
    private const int ShownMax = 250;

    public string Topic => Shown(topic);

    /// <summary>What a caller made up is not given back whole.</summary>
    private static string Shown(string name) => name.Length > ShownMax ? name[..ShownMax] : name;
}

internal sealed class TopicExistsException(string topic, string difference)
    : LogException($"The topic '{topic}' exists with other settings: {difference}.")
{
    public string Topic => topic;
}

internal sealed class UnknownPartitionException(string topic, int partition, int partitions)
    : LogException(
        $"The topic '{topic}' has partitions 0 to {partitions - 1}; {partition} is none of them."
    )
{
    public string Topic => topic;

    public int Partition => partition;
}

internal sealed class RecordTooLargeException(int index, long bytes, long limit)
    : LogException(
        $"Record {index} has {bytes} bytes of key, headers and value; the topic takes {limit}."
    )
{
    public int Index => index;

    public long Bytes => bytes;

    public long Limit => limit;
}

/// <summary>An offset below the earliest or above the next of its partition.</summary>
internal sealed class OffsetOutOfRangeException(
    string topic,
    int partition,
    long offset,
    long earliest,
    long next
)
    : LogException(
        offset < earliest
            ? $"Offset {offset} of partition {partition} of '{topic}' has been removed by "
                + $"retention; the earliest is {earliest}."
            : $"Offset {offset} of partition {partition} of '{topic}' is beyond the log; the next "
                + $"record gets {next}."
    )
{
    public string Topic => topic;

    public int Partition => partition;

    public long Offset => offset;

    public long Earliest => earliest;

    public long Next => next;

    public bool Expired => offset < earliest;
}

/// <summary>No room on the disk. Nothing of the call was kept.</summary>
internal sealed class LogFullException(string what, Exception inner)
    : LogException(
        $"The log is full: {what} found no room on the disk. Nothing of this call was kept; "
            + "free space or shorten retention, then repeat it.",
        inner
    );

/// <summary>
/// The log cannot be written now. Records of the call may have been kept: repeat them with the
/// same request ids.
/// </summary>
internal sealed class LogUnavailableException(string message, Exception? inner = null)
    : LogException(message, inner);

/// <summary>Bytes on the disk are not what was written. Needs a person.</summary>
internal sealed class LogDamagedException(string message, Exception? inner = null)
    : LogException(message, inner);

/// <summary>More of something than an option allows.</summary>
internal sealed class LogLimitException(string what, long value, long limit)
    : LogException($"{what}: {value} is over the limit of {limit}.")
{
    public string What => what;

    public long Value => value;

    public long Limit => limit;
}

/// <summary>Too much is waiting for the disk. Nothing of the call was kept.</summary>
internal sealed class LogBusyException(string topic, long limit)
    : LogException(
        $"More than {limit} bytes wait for the disk of topic '{topic}'; back off and repeat."
    );
