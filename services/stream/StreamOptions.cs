using System.ComponentModel.DataAnnotations;
using Platform.Stream.Engines.Faster;

namespace Platform.Stream;

/// <summary>Section <c>Stream</c>: where the log is and what the service takes.</summary>
public sealed class StreamOptions
{
    public const string Section = "Stream";

    /// <summary>Directory of the log. Required. One process at a time may use it.</summary>
    [Required]
    public string Path { get; set; } = "";

    /// <summary>
    /// File with the topics that are created at start when they don't exist. Default: topics.json
    /// beside the program.
    /// </summary>
    public string? TopicsFile { get; set; }

    /// <summary>The embedded log.</summary>
    public FasterLogOptions Log { get; set; } = new();

    /// <summary>Records in one publish request. Default 1,000; 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int RecordsPerRequestMax { get; set; } = 1_000;

    /// <summary>Headers of one record. Default 64; 0 to 1,000.</summary>
    [Range(0, 1_000)]
    public int HeadersMax { get; set; } = 64;

    /// <summary>Bytes of all headers of a record. Default 16 KiB; 0 to 65,535.</summary>
    [Range(0, 65_535)]
    public int HeaderBytesMax { get; set; } = 16 << 10;

    /// <summary>Bytes of a record's key. Default 4 KiB; 1 to 65,535.</summary>
    [Range(1, 65_535)]
    public int KeyBytesMax { get; set; } = 4 << 10;

    /// <summary>
    /// Requests of one publish stream on their way to the disk; the stream is not read further
    /// beyond. Default 1,024; 1 to 100,000.
    /// </summary>
    [Range(1, 100_000)]
    public int RequestsInFlightMax { get; set; } = 1_024;

    /// <summary>The same in bytes. Default 16 MiB; 64 KiB to 1 GiB.</summary>
    [Range(64 << 10, 1 << 30)]
    public int BytesInFlightMax { get; set; } = 16 << 20;

    /// <summary>Publish streams open at a time. Default 1,000; 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int PublishStreamsMax { get; set; } = 1_000;

    /// <summary>Subscriptions open at a time. Default 1,000; 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int SubscriptionsMax { get; set; } = 1_000;

    /// <summary>
    /// Size up to which records are gathered into one message to a subscriber that does not say.
    /// Default 1 MiB; 1 KiB to 4 MiB.
    /// </summary>
    [Range(1 << 10, 4 << 20)]
    public int BatchBytes { get; set; } = 1 << 20;

    /// <summary>The largest size a subscriber may ask for. Default 3 MiB; 1 KiB to 64 MiB.</summary>
    [Range(1 << 10, 64 << 20)]
    public int BatchBytesMax { get; set; } = 3 << 20;

    /// <summary>
    /// Silence after which a subscriber that does not say gets a heartbeat. Default 5 s; 100 ms to
    /// 5 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Things on a page whose size is not asked for. Default 100; 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int PageSize { get; set; } = 100;

    /// <summary>Things on a page at most. Default 1,000; 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int PageSizeMax { get; set; } = 1_000;

    /// <summary>
    /// Request ids of DeleteTopic and CommitOffsets remembered, in memory. Default 10,000; 0 to
    /// 1,000,000. (Those of records are the log's: Stream:Log:RequestIdWindow.)
    /// </summary>
    [Range(0, 1_000_000)]
    public int RecentRequestsMax { get; set; } = 10_000;
}
