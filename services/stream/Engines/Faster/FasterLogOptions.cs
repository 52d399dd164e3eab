using System.ComponentModel.DataAnnotations;
using System.Numerics;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// Section <c>Stream:Log</c>: settings of the embedded log. A topic may override those that say so;
/// sizes of files and pages are fixed when a topic is created.
/// </summary>
public sealed record FasterLogOptions : IValidatableObject
{
    /// <summary>
    /// Size of a file of the log and the unit retention removes, a power of two. Default 32 MiB,
    /// 64 KiB to 1 GiB; four times the largest record at least. A topic may override it.
    /// </summary>
    [Range(64 << 10, 1 << 30)]
    public int SegmentBytes { get; set; } = 32 << 20;

    /// <summary>
    /// Memory of a topic for records on their way to the disk, a power of two. Default 16 MiB,
    /// 64 KiB to 1 GiB; never below twice the largest record. A topic may override it.
    /// </summary>
    [Range(64 << 10, 1 << 30)]
    public int MemoryBytes { get; set; } = 16 << 20;

    /// <summary>
    /// Largest key + headers + value of a record. Default 4 MiB, 1 KiB to 64 MiB. A topic may
    /// override it.
    /// </summary>
    [Range(1 << 10, 64 << 20)]
    public int MaxRecordBytes { get; set; } = 4 << 20;

    /// <summary>
    /// How long a request id is remembered. Default 24 h, 0 to 366 days. A topic may override it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "366.00:00:00")]
    public TimeSpan RequestIdWindow { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Request ids remembered at most of one topic, about 60 bytes each; the oldest go first.
    /// Default 1,000,000; 0 to 100,000,000.
    /// </summary>
    [Range(0, 100_000_000)]
    public int RequestIdsMax { get; set; } = 1_000_000;

    /// <summary>Topics at most; each has a thread and two pages of memory. Default 64, 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int TopicsMax { get; set; } = 64;

    /// <summary>Partitions of a topic at most. Default 256, 1 to 4,096.</summary>
    [Range(1, 4096)]
    public int PartitionsMax { get; set; } = 256;

    /// <summary>Groups that may keep offsets. Default 10,000, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int GroupsMax { get; set; } = 10_000;

    /// <summary>
    /// Offsets kept of all groups together. Default 1,000,000, 1 to 10,000,000.
    /// </summary>
    [Range(1, 10_000_000)]
    public int GroupOffsetsMax { get; set; } = 1_000_000;

    /// <summary>How often retention looks. Default 10 s, 10 ms to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan RetentionInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Log bytes between two entries of the offset index: what a lookup reads at most besides the
    /// record. Default 64 KiB, 512 bytes to 16 MiB.
    /// </summary>
    [Range(512, 16 << 20)]
    public int IndexIntervalBytes { get; set; } = 64 << 10;

    /// <summary>
    /// Indexes of full segments kept in memory of one topic. Default 64, 1 to 100,000.
    /// </summary>
    [Range(1, 100_000)]
    public int CachedIndexesMax { get; set; } = 64;

    /// <summary>
    /// Bytes of calls that wait because a topic's memory is full; beyond that calls are refused.
    /// Default 64 MiB, 0 to 1 GiB.
    /// </summary>
    [Range(0, 1 << 30)]
    public int WaitingBytesMax { get; set; } = 64 << 20;

    /// <summary>
    /// Start although acknowledged records at the end of a log are damaged, dropping them and all
    /// after. Default false: the start fails and says what would be lost.
    /// </summary>
    public bool AcceptDamagedTail { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        const string allowed = "allowed is a power of two";
        if (!BitOperations.IsPow2(SegmentBytes))
        {
            yield return new(allowed, [nameof(SegmentBytes)]);
        }
        if (!BitOperations.IsPow2(MemoryBytes))
        {
            yield return new(allowed, [nameof(MemoryBytes)]);
        }
    }
}
