using System.ComponentModel.DataAnnotations;

namespace Platform.Timeseries.Ticks;

/// <summary>Limits and habits of the tick path. Section <c>Ticks</c>.</summary>
internal sealed class TickOptions
{
    public const string Section = "Ticks";

    /// <summary>The log's topic. Default mt5_tick_stream.</summary>
    [Required]
    public string Topic { get; init; } = "mt5_tick_stream";

    /// <summary>Rows one batch of a writer may have. Default 65,536.</summary>
    [Range(1, 1_000_000)]
    public int BatchRowsMax { get; init; } = 65_536;

    /// <summary>
    /// Rows of one log record; a longer run of one symbol is split. Default 4,096: a record of plain
    /// quotes stays below the large-object heap's threshold.
    /// </summary>
    [Range(1, 65_536)]
    public int RecordRowsMax { get; init; } = 4_096;

    /// <summary>Bytes of a symbol. Default 32.</summary>
    [Range(1, 128)]
    public int SymbolBytesMax { get; init; } = 32;

    /// <summary>Bytes of a broker's or account type's name. Default 64.</summary>
    [Range(1, 128)]
    public int TextBytesMax { get; init; } = 64;

    /// <summary>Only these symbols are accepted; empty: any. Default empty.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>What happens to a row whose bid is above its ask. Default Flag.</summary>
    public CrossedQuotes CrossedQuotes { get; init; } = CrossedQuotes.Flag;

    /// <summary>
    /// Whether a bid or ask of exactly 0 stands for "no quote on that side" and is stored, as long as
    /// the other side is positive. Default false.
    /// </summary>
    public bool AcceptOneSided { get; init; }

    /// <summary>The earliest event time accepted. Default 1990-01-01.</summary>
    public DateTimeOffset TimeMin { get; init; } = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How far ahead of this machine's clock an event time may be. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan TimeAheadMax { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Rejected rows described one by one in an answer; the others are only counted. Default 1,000.</summary>
    [Range(1, 65_536)]
    public int RejectedRowsInDetailMax { get; init; } = 1_000;

    /// <summary>Batches of one WriteTicks call waiting to be durable before reading pauses. Default 64.</summary>
    [Range(1, 10_000)]
    public int WriterBatchesInFlightMax { get; init; } = 64;
}

internal enum CrossedQuotes
{
    /// <summary>Stored with flag bit 0 set.</summary>
    Flag,

    /// <summary>Rejected with BID_ABOVE_ASK.</summary>
    Reject,
}
