using System.Globalization;
using Platform.ClickHouse;
using Platform.Timeseries.Candles.Rollup;
using Platform.Timeseries.Ticks.Read;

namespace Platform.Timeseries.Candles;

/// <summary>What the queries for a range of candles have in common.</summary>
internal static class CandleQuery
{
    /// <summary>A time no tick is after; the engine's times end before the numbers do.</summary>
    private const long TimeMaxUs = 10_000_000_000_000_000;

    public static QueryParameters Parameters(CandleRange range) =>
        new()
        {
            { "symbol", range.Symbol },
            { "broker", range.Broker },
            { "start", range.Frame.NextOpen(range.StartUs) },
            { "end", range.EndUs >= TimeMaxUs ? TimeMaxUs : range.Frame.NextOpen(range.EndUs) },
            { "limit", (uint)range.Limit },
        };

    public static QueryOptions Options(ReadOptions limits) =>
        new()
        {
            Settings = new Dictionary<string, string>
            {
                ["max_execution_time"] = Math.Ceiling(limits.QueryTimeMax.TotalSeconds)
                    .ToString(CultureInfo.InvariantCulture),
                ["do_not_merge_across_partitions_select_final"] = "1",
            },
        };

    /// <summary>The candle in columns from this one on, in the order of <see cref="CandleColumns.Names"/>.</summary>
    public static Candle CandleAt(Block block, int column, long openUs, int row) =>
        new(openUs)
        {
            Open = block.Values<double>(column)[row],
            High = block.Values<double>(column + 1)[row],
            Low = block.Values<double>(column + 2)[row],
            Close = block.Values<double>(column + 3)[row],
            Volume = block.Values<ulong>(column + 4)[row],
            Ticks = block.Values<ulong>(column + 5)[row],
            PriceSum = block.Values<double>(column + 6)[row],
            PriceVolumeSum = block.Values<double>(column + 7)[row],
            SpreadSum = block.Values<double>(column + 8)[row],
            SpreadMin = block.Values<double>(column + 9)[row],
            SpreadMax = block.Values<double>(column + 10)[row],
            First = block.Values<UInt128>(column + 11)[row],
            Last = block.Values<UInt128>(column + 12)[row],
        };
}
