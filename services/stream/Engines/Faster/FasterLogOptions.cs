namespace Platform.Stream.Engines.Faster;

/// <summary>Settings of the embedded log. A topic may override those that say so.</summary>
internal sealed record FasterLogOptions
{
    public const int MinSegmentBytes = 64 * 1024;
    public const int MaxSegmentBytes = 1 << 30;
    public const int MaxMemoryBytes = 1 << 30;
    public const int MaxRecordBytesBound = 64 * 1024 * 1024;

    /// <summary>Directory of the log. Required. One process at a time may have it open.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// Size of a file of the log and the unit retention removes, a power of two. Default 64 MiB,
    /// 64 KiB to 1 GiB; at least four times the largest record. A topic may override it.
    /// </summary>
    public int SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Memory of a topic for records on their way to the disk, a power of two. Default 8 MiB, up
    /// to 1 GiB; never below twice the largest record. A topic may override it.
    /// </summary>
    public int MemoryBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>
    /// Largest key + headers + value of a record. Default 1,000,000, up to 64 MiB. A topic may
    /// override it.
    /// </summary>
    public int MaxRecordBytes { get; init; } = 1_000_000;

    /// <summary>How long a request id is remembered. Default 24 h. A topic may override it.</summary>
    public TimeSpan RequestIdWindow { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Request ids remembered at most of one topic, about 50 bytes each; the oldest go first.
    /// Default 1,000,000; 0 to 100,000,000.
    /// </summary>
    public int RequestIdsMax { get; init; } = 1_000_000;

    /// <summary>Topics at most. Default 256, 1 to 10,000; each has a thread of its own.</summary>
    public int TopicsMax { get; init; } = 256;

    /// <summary>Partitions of a topic at most. Default 256, 1 to 4,096.</summary>
    public int PartitionsMax { get; init; } = 256;

    /// <summary>Groups that may keep offsets. Default 10,000.</summary>
    public int GroupsMax { get; init; } = 10_000;

    /// <summary>Offsets kept of all groups together. Default 1,000,000.</summary>
    public int GroupOffsetsMax { get; init; } = 1_000_000;

    /// <summary>How often retention looks. Default 10 s, 10 ms to 1 h.</summary>
    public TimeSpan RetentionInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Log bytes between two entries of the offset index: what a lookup reads at most besides the
    /// record. Default 64 KiB, 512 bytes to 16 MiB.
    /// </summary>
    public int IndexIntervalBytes { get; init; } = 64 * 1024;

    /// <summary>Indexes of full segments kept in memory of one topic. Default 64.</summary>
    public int CachedIndexesMax { get; init; } = 64;

    /// <summary>
    /// Bytes of calls that wait because a topic's memory is full; beyond that calls are refused.
    /// Default 64 MiB.
    /// </summary>
    public long WaitingBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Start although acknowledged records at the end of a log are damaged, dropping them and all
    /// after. Default false: the start fails and says what would be lost.
    /// </summary>
    public bool AcceptDamagedTail { get; init; }
}
