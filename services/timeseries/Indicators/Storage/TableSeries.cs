using Platform.Timeseries.Indicators.Computing;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>Which rows: of a table, of one symbol's candles of one length.</summary>
/// <param name="Table">With the columns that are filled.</param>
/// <param name="Symbol">Whose rows.</param>
/// <param name="Timeframe">As 1m.</param>
/// <param name="OtherSymbol">What it is compared with; empty: nothing.</param>
internal sealed record TableSeries(
    StoredTable Table,
    string Symbol,
    string Timeframe,
    string OtherSymbol = ""
)
{
    /// <summary>Computed from what is stored rather than carried on from candle to candle: of two symbols, or not of candles.</summary>
    public bool IsRead => OtherSymbol.Length > 0 || Table.Source != RowSource.Candles;

    /// <summary>Whose candles decide the rows.</summary>
    public IReadOnlyList<string> Symbols =>
        OtherSymbol.Length > 0 ? [Symbol, OtherSymbol] : [Symbol];

    /// <summary>What its progress is noted under: rows that were compared with another symbol are not those of this one.</summary>
    public string Target =>
        OtherSymbol.Length > 0 ? $"{Table.Name} {Symbol} {OtherSymbol}" : Table.Name;

    public IReadOnlyList<IndicatorRequest> Requests =>
        [
            .. Table.Specs.Select(spec => new IndicatorRequest(
                spec,
                spec.Definition.Symbols == 2 ? OtherSymbol : ""
            )),
        ];

    public static TableSeries Of(LiveSet set) =>
        new(
            StoredTable.Find(set.Indicator, set.OtherSymbol)!,
            set.Symbol,
            set.Timeframe,
            set.OtherSymbol
        );
}
