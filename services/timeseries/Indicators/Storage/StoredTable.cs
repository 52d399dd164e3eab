using Platform.Timeseries.Candles.Sessions;
using Platform.Timeseries.Indicators.Library;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>A column that holds an output of an indicator.</summary>
/// <param name="Column">Of the table.</param>
/// <param name="Spec">The indicator.</param>
/// <param name="Output">Which of its outputs, by place.</param>
/// <param name="Kind">What the column holds.</param>
internal sealed record StoredColumn(
    string Column,
    IndicatorSpec Spec,
    int Output,
    StoredKind Kind = StoredKind.Number
);

/// <summary>How a value is written into a column.</summary>
internal enum StoredKind
{
    /// <summary>Float64.</summary>
    Number,

    /// <summary>UInt64.</summary>
    Whole,

    /// <summary>LowCardinality(String): down, flat, up for −1, 0, 1.</summary>
    Trend,

    /// <summary>String: bearish, none, bullish for −1, 0, 1.</summary>
    Divergence,

    /// <summary>LowCardinality(String): sell, empty, buy for −1, 0, 1.</summary>
    Side,
}

/// <summary>A column that holds the same number in every row.</summary>
internal sealed record ConstantColumn(string Column, string Type, double Value);

/// <summary>A column that holds many numbers a row.</summary>
/// <param name="Column">Of the table.</param>
/// <param name="IsWhole">Array(UInt64); else Array(Float64).</param>
internal sealed record ListColumn(string Column, bool IsWhole);

/// <summary>What rows are computed from.</summary>
internal enum RowSource
{
    Candles,
    Ticks,
    Book,
    Sessions,
}

/// <summary>
/// A table of the catalogue's group indicators and what of it is computed. Its other columns have their defaults. A
/// row is stored when every indicator in it is ready.
/// </summary>
internal sealed partial record StoredTable(
    string Name,
    IReadOnlyList<StoredColumn> Columns,
    IReadOnlyList<ConstantColumn> Constants,
    bool HasMilliseconds
)
{
    public RowSource Source { get; init; }

    /// <summary>Computed beside the indicators' outputs.</summary>
    public IReadOnlyList<ListColumn> Lists { get; init; } = [];

    /// <summary>Whether several sessions may end in a candle, each with a row of its own.</summary>
    public bool IsOfSessions => Source == RowSource.Sessions;

    /// <summary>Which rows of a symbol and timeframe the sets stored.</summary>
    public string OwnSql =>
        IsOfSessions ? $"broker = '' AND {SessionTable.AreFigures}" : "broker = ''";

    /// <summary>Each indicator once.</summary>
    public IReadOnlyList<IndicatorSpec> Specs { get; } =
    [.. Columns.Select(column => column.Spec).Distinct()];

    /// <summary>Whether it has columns that compare the symbol with a second.</summary>
    public bool IsPaired => Specs.Any(spec => spec.Definition.Symbols == 2);

    public static StoredTable? Find(string name) => All.FirstOrDefault(one => one.Name == name);

    /// <summary>The table as it is filled: without a second symbol the columns that compare two have their defaults.</summary>
    public static StoredTable? Find(string name, string otherSymbol) =>
        otherSymbol.Length == 0 && Alone.TryGetValue(name, out var alone) ? alone : Find(name);

    public bool Holds(string indicator) => Specs.Any(spec => spec.Definition.Name == indicator);
}
