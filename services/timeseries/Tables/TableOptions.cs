using System.ComponentModel.DataAnnotations;

namespace Platform.Timeseries.Tables;

/// <summary>Limits of reading and writing tables. Section <c>Tables</c>.</summary>
internal sealed class TableOptions
{
    public const string Section = "Tables";

    /// <summary>Rows of one batch of InsertRows. Default 65,536; gRPC's own limit is Grpc:ReceiveBytesMax.</summary>
    [Range(1, 1_000_000)]
    public int BatchRowsMax { get; init; } = 65_536;

    /// <summary>Bytes of a batch's text once its dictionaries are written out. Default 64 MiB.</summary>
    [Range(1_024, 1 << 30)]
    public int BatchTextBytesMax { get; init; } = 64 << 20;

    /// <summary>Bytes of one text, in UTF-8. Default 1 MiB.</summary>
    [Range(1, 64 << 20)]
    public int TextBytesMax { get; init; } = 1 << 20;

    /// <summary>Items of one row's array, at each level. Default 100,000.</summary>
    [Range(1, 10_000_000)]
    public int ArrayItemsMax { get; init; } = 100_000;

    /// <summary>Rejects told in detail by one call; all are counted. Default 1,000.</summary>
    [Range(0, 100_000)]
    public int RejectsMax { get; init; } = 1_000;

    /// <summary>
    /// Inserts of one call under way at once: one is sent while the next batch is looked at. Default 2.
    /// </summary>
    [Range(1, 16)]
    public int InsertsAtOnce { get; init; } = 2;

    /// <summary>
    /// Inserts of all calls under way at once. Must leave connections of the store for ticks; the embedded one has 8.
    /// Default 3.
    /// </summary>
    [Range(1, 64)]
    public int InsertsMax { get; init; } = 3;

    /// <summary>Request ids remembered to tell repeats apart; the store's own window is the table's. Default 100,000.</summary>
    [Range(1, 10_000_000)]
    public int RequestIdsMax { get; init; } = 100_000;

    /// <summary>Rows of one page of ReadRows. Default 1,000,000.</summary>
    [Range(1, 100_000_000)]
    public int PageRowsMax { get; init; } = 1_000_000;

    /// <summary>Filters of a read. Default 64.</summary>
    [Range(1, 10_000)]
    public int FiltersMax { get; init; } = 64;

    /// <summary>Values of one IN. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int FilterValuesMax { get; init; } = 10_000;

    /// <summary>Longest run of a read, s. Default 60.</summary>
    [Range(1, 3_600)]
    public int ReadSecondsMax { get; init; } = 60;

    /// <summary>Memory of a read. Default 1 GiB.</summary>
    [Range(1L << 20, 1L << 40)]
    public long ReadMemoryBytesMax { get; init; } = 1L << 30;

    /// <summary>
    /// Reads of all calls under way at once: ReadRows, ReadTicks, exports, order books, summaries and measures. Together with
    /// Queries:RunningMax it must leave connections of the store for ticks; the embedded one has 8. Default 3.
    /// </summary>
    [Range(1, 64)]
    public int ReadsMax { get; init; } = 3;

    /// <summary>Reads of candles under way at once. Default 2.</summary>
    [Range(1, 64)]
    public int CandleReadsMax { get; init; } = 2;

    /// <summary>Longest wait for a turn to read or to insert. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan WaitMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Rows of one message of ReadRows. Default 8,192.</summary>
    [Range(1, 65_536)]
    public int MessageRows { get; init; } = 8_192;

    /// <summary>Bytes after which a message is cut smaller; gRPC's own limit is Grpc:SendBytesMax. Default 2 MiB.</summary>
    [Range(4_096, 64 << 20)]
    public int MessageBytes { get; init; } = 2 << 20;
}
