namespace Platform.Timeseries.Candles.Rollup;

/// <summary>Types of the tables of rolled-up candles, which are defined in schema/platform/clickhouse/candles.yaml.</summary>
internal static class CandleTables
{
    public const string Frames =
        "Enum8('1s' = 1, '1m' = 2, '5m' = 3, '15m' = 4, '30m' = 5, '1h' = 6, '4h' = 7, '1d' = 8, '1w' = 9)";

    public const string Sides = "Enum8('bid' = 1, 'ask' = 2, 'mid' = 3, 'last' = 4)";
}
