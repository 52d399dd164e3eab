using System.ComponentModel.DataAnnotations;

namespace Platform.Timeseries.Ticks.Storage;

/// <summary>How ticks go into ClickHouse and come back. Section <c>Storage</c>.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>Rows after which an insert is sent. Default 65,536.</summary>
    [Range(1, 1_000_000)]
    public int InsertRows { get; init; } = 65_536;

    /// <summary>The longest time a tick waits for company before it is inserted. Default 300 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.005", "00:01:00")]
    public TimeSpan InsertInterval { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// Records of one insert. Also how far back the log is compared with storage at start, so it must
    /// not be lowered while an insert of more may have been cut off. Default 16,384.
    /// </summary>
    [Range(1, 1_000_000)]
    public int InsertRecordsMax { get; init; } = 16_384;

    /// <summary>Inserts prepared while another one runs. Default 2.</summary>
    [Range(1, 16)]
    public int InsertsQueuedMax { get; init; } = 2;

    /// <summary>How often ClickHouse is asked whether it is there. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan WatchInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Rows a page of history aims at. Default 32,768.</summary>
    [Range(256, 1_000_000)]
    public int HistoryPageRows { get; init; } = 32_768;
}
