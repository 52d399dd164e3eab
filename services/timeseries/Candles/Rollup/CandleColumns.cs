namespace Platform.Timeseries.Candles.Rollup;

/// <summary>
/// The columns that make up a candle and compose: how each is made from ticks, and how from candles
/// that have no tick in common.
/// </summary>
internal static class CandleColumns
{
    // Of ticks: the columns price, place, tick_volume and tick_spread. Of candles: table c.
    private static readonly (string Name, string OfTicks, string OfCandles)[] Columns =
    [
        ("open", "argMin(price, place)", "argMin(c.open, c.first_place)"),
        ("high", "max(price)", "max(c.high)"),
        ("low", "min(price)", "min(c.low)"),
        ("close", "argMax(price, place)", "argMax(c.close, c.last_place)"),
        ("volume", "sum(tick_volume)", "sum(c.volume)"),
        ("tick_count", "count()", "sum(c.tick_count)"),
        ("price_sum", "sum(price)", "sum(c.price_sum)"),
        ("price_volume_sum", "sum(price * tick_volume)", "sum(c.price_volume_sum)"),
        ("spread_sum", "sum(tick_spread)", "sum(c.spread_sum)"),
        ("spread_min", "min(tick_spread)", "min(c.spread_min)"),
        ("spread_max", "max(tick_spread)", "max(c.spread_max)"),
        ("first_place", "min(place)", "min(c.first_place)"),
        ("last_place", "max(place)", "max(c.last_place)"),
    ];

    public static string Names { get; } = string.Join(", ", Columns.Select(one => one.Name));

    public static string OfTicks { get; } =
        string.Join(", ", Columns.Select(one => $"{one.OfTicks} AS {one.Name}"));

    public static string OfCandles { get; } =
        string.Join(", ", Columns.Select(one => $"{one.OfCandles} AS {one.Name}"));

    /// <summary>A tick's event time, microseconds.</summary>
    public const string TimeUs = "toUnixTimestamp64Micro(timestamp)";

    /// <summary>The place of a tick of table ticks, as <see cref="TickPlace.Of"/> makes it.</summary>
    public const string Place =
        $"bitOr(bitShiftLeft(toUInt128({TimeUs}), 64), "
        + "toUInt128(bitOr(bitShiftLeft(log_offset, 20), toUInt64(log_row))))";
}
