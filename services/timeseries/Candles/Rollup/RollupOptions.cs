using System.ComponentModel.DataAnnotations;

namespace Platform.Timeseries.Candles.Rollup;

/// <summary>How candles are rolled up inside ClickHouse. Section <c>CandleRollup</c>.</summary>
internal sealed class RollupOptions
{
    public const string Section = "CandleRollup";

    /// <summary>Whether candles are rolled up. Without, they are as right, only slower. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// The shortest time between two rounds. No answer waits for one, and most of a small round's cost
    /// is the same for any number of ticks. Default 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The share of time rounds may take while ticks come in; the rest waits, and rounds get bigger.
    /// Default 0.2.
    /// </summary>
    [Range(0.01, 1)]
    public double Share { get; init; } = 0.2;

    /// <summary>Records of one partition a round takes in. Default 16,384.</summary>
    [Range(1, 1_000_000)]
    public int RecordsMax { get; init; } = 16_384;

    /// <summary>Ticks a round aims at when it is behind. Its memory grows with them. Default 200,000.</summary>
    [Range(1_000, 100_000_000)]
    public int TicksMax { get; init; } = 200_000;

    /// <summary>Threads of the engine a round uses. Default 1: ticks come first.</summary>
    [Range(1, 64)]
    public int Threads { get; init; } = 1;

    /// <summary>The longest a round may run. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RoundMax { get; init; } = TimeSpan.FromSeconds(60);
}
