using System.ComponentModel.DataAnnotations;

namespace Platform.Timeseries.Ticks.Live;

/// <summary>What the live hub keeps in memory. Section <c>Live</c>.</summary>
internal sealed class LiveOptions
{
    public const string Section = "Live";

    /// <summary>Rows of a symbol always kept once they were seen. Default 10,000.</summary>
    [Range(1, 10_000_000)]
    public int TapeRows { get; init; } = 10_000;

    /// <summary>Bytes of all tapes together; beyond them the oldest records leave memory. Default 256 MiB.</summary>
    [Range(1 << 20, 1L << 40)]
    public long TapeBytesMax { get; init; } = 256L << 20;

    /// <summary>Rows of a symbol read back into memory at start. Default 1,000.</summary>
    [Range(0, 1_000_000)]
    public int WarmRows { get; init; } = 1_000;

    /// <summary>Symbols warmed at start, those with the newest ticks first. Default 500.</summary>
    [Range(0, 100_000)]
    public int WarmSymbolsMax { get; init; } = 500;

    /// <summary>Bytes waiting for one subscriber before it counts as slow. Default 4 MiB.</summary>
    [Range(1 << 10, 1 << 30)]
    public int SubscriberBytesMax { get; init; } = 4 << 20;

    /// <summary>Records waiting for one subscriber before it counts as slow. Default 65,536.</summary>
    [Range(16, 10_000_000)]
    public int SubscriberRecordsMax { get; init; } = 65_536;

    /// <summary>Bytes of ticks in one frame, as far as a single record allows. Default 256 KiB.</summary>
    [Range(1 << 10, 4 << 20)]
    public int FrameBytesMax { get; init; } = 256 << 10;

    /// <summary>Subscriptions at once, those of sessions counted singly. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int SubscribersMax { get; init; } = 10_000;

    /// <summary>Symbols one subscription may name. Default 10,000; it may name none to have all.</summary>
    [Range(1, 1_000_000)]
    public int SymbolsPerSubscriptionMax { get; init; } = 10_000;

    /// <summary>The heartbeat of a subscriber that names none. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The most ticks a symbol's start by last_n may ask for. Default 1,000,000.</summary>
    [Range(1, 100_000_000)]
    public int LastNMax { get; init; } = 1_000_000;

    /// <summary>How long a read waits for ticks that are acknowledged but not published yet. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan ReadWaitMax { get; init; } = TimeSpan.FromSeconds(5);
}
