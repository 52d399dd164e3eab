using System.ComponentModel.DataAnnotations;

namespace Platform.Timeseries.Analytics;

/// <summary>Limits of books and summaries. Section <c>Analytics</c>.</summary>
internal sealed class AnalyticsOptions
{
    public const string Section = "Analytics";

    /// <summary>Levels of each side of a book. Default 1,000.</summary>
    [Range(1, 10_000)]
    public int DepthMax { get; init; } = 1_000;

    /// <summary>Symbols of one market summary. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int SymbolsMax { get; init; } = 1_000;

    /// <summary>Periods of one answer of GetVolume. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int PeriodsMax { get; init; } = 10_000;

    /// <summary>Symbols × timeframes × indicators of one dashboard; each reads its candles. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int DashboardValuesMax { get; init; } = 1_000;

    /// <summary>Longest run of a query, s. Default 30.</summary>
    [Range(1, 3_600)]
    public int SecondsMax { get; init; } = 30;
}
