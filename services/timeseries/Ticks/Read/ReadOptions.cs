using System.ComponentModel.DataAnnotations;

namespace Platform.Timeseries.Ticks.Read;

/// <summary>Limits of reading. Section <c>Read</c>.</summary>
internal sealed class ReadOptions
{
    public const string Section = "Read";

    /// <summary>The most ticks GetRecentTicks gives. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int RecentTicksMax { get; init; } = 10_000;

    /// <summary>The most symbols GetLatestTicks gives. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int LatestSymbolsMax { get; init; } = 10_000;

    /// <summary>Symbols ReadTicks may name. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int SymbolsMax { get; init; } = 1_000;

    /// <summary>Rows of one message of ReadTicks. Default 8,192.</summary>
    [Range(1, 65_536)]
    public int MessageRows { get; init; } = 8_192;

    /// <summary>Candles of one page of GetCandles. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int CandlePageMax { get; init; } = 10_000;

    /// <summary>The longest a query to storage may run. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan QueryTimeMax { get; init; } = TimeSpan.FromSeconds(60);
}
