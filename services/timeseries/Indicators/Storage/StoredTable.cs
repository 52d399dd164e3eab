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
}

/// <summary>A column that holds the same number in every row.</summary>
internal sealed record ConstantColumn(string Column, string Type, double Value);

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
    /// <summary>Each indicator once.</summary>
    public IReadOnlyList<IndicatorSpec> Specs { get; } =
    [.. Columns.Select(column => column.Spec).Distinct()];

    public static StoredTable? Find(string name) => All.FirstOrDefault(one => one.Name == name);

    public bool Holds(string indicator) => Specs.Any(spec => spec.Definition.Name == indicator);
}
