using System.ComponentModel.DataAnnotations;

namespace Platform.Timeseries.Candles;

/// <summary>Section <c>Candles</c>.</summary>
internal sealed class CandleOptions
{
    public const string Section = "Candles";

    /// <summary>The shortest time between two updates of one open candle, unless a caller names another. Default 250 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan Update { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long after its end, by this machine's clock, a candle without a successor is called closed. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan CloseGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest gap that a subscription fills, in candles of its timeframe. Default 10,000.</summary>
    [Range(1, 10_000_000)]
    public int GapCandlesMax { get; init; } = 10_000;

    /// <summary>How often a subscription looks for sessions written since. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan SessionRefresh { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Symbols of one SubscribeCandles. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int SymbolsMax { get; init; } = 1_000;
}
