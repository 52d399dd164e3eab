namespace Platform.Launcher.Practice;

internal enum AssetClass
{
    Fx,
    Equity,
    Crypto,
}

/// <summary>One symbol of the practice market.</summary>
/// <param name="Price">Mid price at the start, in the quote currency.</param>
/// <param name="TickSize">Smallest step of a price.</param>
/// <param name="SpreadTicks">Usual spread, in steps, while its market is busy.</param>
/// <param name="DayVolatility">Standard deviation of a day's return; 0.01 is one per cent.</param>
/// <param name="Activity">Its share of the market's ticks, against the other symbols'.</param>
internal sealed record Instrument(
    string Symbol,
    AssetClass Class,
    double Price,
    double TickSize,
    double SpreadTicks,
    double DayVolatility,
    double Activity
)
{
    public static IReadOnlyList<Instrument> All { get; } =
    [
        new("EURUSD", AssetClass.Fx, 1.08500, 0.00001, 6, 0.005, 10),
        new("GBPUSD", AssetClass.Fx, 1.27100, 0.00001, 9, 0.006, 7),
        new("USDJPY", AssetClass.Fx, 151.200, 0.001, 8, 0.006, 8),
        new("AUDUSD", AssetClass.Fx, 0.65600, 0.00001, 8, 0.007, 4),
        new("USDCHF", AssetClass.Fx, 0.90300, 0.00001, 10, 0.005, 3),
        new("EURJPY", AssetClass.Fx, 164.050, 0.001, 12, 0.006, 3),
        new("AAPL", AssetClass.Equity, 189.50, 0.01, 1.5, 0.015, 6),
        new("MSFT", AssetClass.Equity, 415.20, 0.01, 3, 0.014, 5),
        new("IBM", AssetClass.Equity, 182.70, 0.01, 3, 0.012, 2),
        new("SPY", AssetClass.Equity, 508.10, 0.01, 1, 0.009, 9),
        new("BTCUSD", AssetClass.Crypto, 67_250.00, 0.01, 150, 0.030, 10),
        new("ETHUSD", AssetClass.Crypto, 3_480.00, 0.01, 25, 0.038, 7),
        new("SOLUSD", AssetClass.Crypto, 172.400, 0.001, 40, 0.050, 4),
    ];
}
