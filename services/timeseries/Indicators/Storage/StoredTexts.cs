using Platform.ClickHouse;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>Outputs of −1, 0 and 1 as the words that columns of text hold.</summary>
internal static class StoredTexts
{
    public static string[] Trends { get; } = ["down", "flat", "up"];

    public static string[] Divergences { get; } = ["bearish", "none", "bullish"];

    public static string[] Sides { get; } = ["sell", "", "buy"];

    /// <summary>A value's place among the words.</summary>
    public static int PlaceOf(double value) => Math.Sign(value) + 1;

    /// <summary>A column as numbers again; a word that is none of them, as the default, is 0.</summary>
    public static string NumberSql(StoredColumn column)
    {
        var name = Identifier.Quote(column.Column);
        return column.Kind switch
        {
            StoredKind.Trend => $"toFloat64(({name} = 'up') - ({name} = 'down'))",
            StoredKind.Side => $"toFloat64(({name} = 'buy') - ({name} = 'sell'))",
            StoredKind.Divergence => $"toFloat64(({name} = 'bullish') - ({name} = 'bearish'))",
            _ => $"toFloat64({name})",
        };
    }
}
