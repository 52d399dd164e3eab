namespace Platform.Stream.Engines;

/// <summary>A topic as it was created. Sizes are bytes.</summary>
internal sealed record TopicSettings
{
    public required string Name { get; init; }

    public required int Partitions { get; init; }

    /// <summary>Records older than this may be removed. Null: kept for ever.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>The oldest records may be removed when the topic holds more. Null: no limit.</summary>
    public long? RetentionBytes { get; init; }

    /// <summary>How long a request id is remembered. Null: the engine's option.</summary>
    public TimeSpan? RequestIdWindow { get; init; }

    /// <summary>Largest key + headers + value of a record. Null: the engine's option.</summary>
    public int? MaxRecordBytes { get; init; }

    /// <summary>The unit of removal on disk. Null: the engine's option.</summary>
    public int? SegmentBytes { get; init; }

    /// <summary>Bytes of memory for records on their way to the disk. Null: the engine's option.</summary>
    public int? MemoryBytes { get; init; }

    /// <summary>
    /// What of the settings that callers choose is otherwise in <paramref name="wanted"/>; null when
    /// nothing is.
    /// </summary>
    public string? DifferenceTo(TopicSettings wanted) =>
        Partitions != wanted.Partitions ? $"{Partitions} partitions, not {wanted.Partitions}"
        : Retention != wanted.Retention ? $"a retention of {Retention}, not {wanted.Retention}"
        : RetentionBytes != wanted.RetentionBytes
            ? $"{RetentionBytes} bytes retained, not {wanted.RetentionBytes}"
        : RequestIdWindow != wanted.RequestIdWindow
            ? $"a window of {RequestIdWindow}, not {wanted.RequestIdWindow}"
        : null;
}

/// <summary>What a topic holds now. Only durable records count.</summary>
internal sealed record TopicStatus(
    TopicSettings Settings,
    IReadOnlyList<PartitionRange> Partitions,
    long SizeBytes
);

/// <param name="Partition">Number of the partition.</param>
/// <param name="EarliestOffset">The oldest record that can still be read.</param>
/// <param name="NextOffset">The offset after the newest durable record.</param>
internal readonly record struct PartitionRange(int Partition, long EarliestOffset, long NextOffset);

internal readonly record struct PartitionOffset(int Partition, long Offset);

/// <summary>A record to append. Key and value are stored as given.</summary>
internal readonly struct AppendRecord
{
    public required int Partition { get; init; }

    public ReadOnlyMemory<byte> Key { get; init; }

    public ReadOnlyMemory<byte> Value { get; init; }

    public RecordHeaders Headers { get; init; }

    /// <summary>Microseconds since the epoch; 0: the time of the append.</summary>
    public long TimestampUs { get; init; }

    /// <summary>Zero: the record may be appended twice.</summary>
    public UInt128 RequestId { get; init; }

    public int PayloadBytes => Key.Length + Value.Length + Headers.Encoded.Length;
}

/// <summary>Where a record of a call is, or was when its request id came first.</summary>
internal readonly record struct AppendedPosition(int Partition, long Offset, bool Duplicate);

/// <summary>A call's records on their way to the disk.</summary>
internal abstract class Append
{
    /// <summary>One for each record of the call, in its order.</summary>
    public abstract ReadOnlySpan<AppendedPosition> Positions { get; }

    /// <summary>Completes when every record of the call is on the disk.</summary>
    public abstract Task Durable { get; }
}

/// <summary>A record read from the log. Valid until its batch is disposed.</summary>
internal readonly struct LogRecord
{
    public required int Partition { get; init; }

    public required long Offset { get; init; }

    public required long TimestampUs { get; init; }

    public required UInt128 RequestId { get; init; }

    public required ReadOnlyMemory<byte> Key { get; init; }

    public required ReadOnlyMemory<byte> Value { get; init; }

    public required RecordHeaders Headers { get; init; }
}
