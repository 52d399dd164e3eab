using System.ComponentModel.DataAnnotations;

namespace Platform.Timeseries.Indicators.Measures;

/// <summary>Limits of what is computed from ticks and books. Section <c>Measures</c>.</summary>
internal sealed class MeasureOptions
{
    public const string Section = "Measures";

    /// <summary>Trades or states of a book on a page. Default 10,000.</summary>
    [Range(1, 100_000)]
    public int PageMax { get; init; } = 10_000;

    /// <summary>Sessions on a page of GetSessions. Default 1,000.</summary>
    [Range(1, 10_000)]
    public int SessionsMax { get; init; } = 1_000;

    /// <summary>Executions of one ComputeSlippage, or on a page of GetSlippage. Default 1,000.</summary>
    [Range(1, 10_000)]
    public int ExecutionsMax { get; init; } = 1_000;

    /// <summary>
    /// Ticks read for one page. A page ends where they are used up; a session is always read to its end. Default
    /// 1,000,000.
    /// </summary>
    [Range(1, 100_000_000)]
    public int TicksMax { get; init; } = 1_000_000;

    /// <summary>Ticks one query to storage brings. Default 65,536.</summary>
    [Range(1, 1_000_000)]
    public int TicksAtOnce { get; init; } = 65_536;

    /// <summary>Levels of each side of a book. Default 255, what table market_depth can hold.</summary>
    [Range(1, 255)]
    public int DepthMax { get; init; } = 255;

    /// <summary>How far back a quote or a trade in force is looked for. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan Lookback { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The longest a query to storage may run. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan QueryTimeMax { get; init; } = TimeSpan.FromSeconds(30);
}
