using Platform.ClickHouse;
using Platform.Schema.Model;
using Platform.Timeseries.Tables.Columns;

namespace Platform.Timeseries.Tables.Model;

/// <summary>A column of a table: what its values may be, and how they come in.</summary>
internal sealed class TableField(ClickHouseColumn definition, ColumnType type, bool isRequired)
{
    public string Name { get; } = definition.Name;

    public ColumnType Type { get; } = type;

    public string Comment { get; } = definition.Comment ?? "";

    /// <summary>Has to be in every batch: the time of a row without one would be 1970.</summary>
    public bool IsRequired { get; } = isRequired;

    /// <summary>Computed by the store; can't be written.</summary>
    public bool IsComputed { get; } = definition.Materialized is not null;

    /// <summary>What the values of an inner list are; empty: any.</summary>
    public IReadOnlyList<string> Items { get; } = definition.Items;

    public bool AllowsNonFinite { get; } = definition.AllowsNaN;

    /// <summary>The type of the values themselves.</summary>
    public ColumnType ValueType { get; } = Bare(type);

    /// <summary>How values are checked and made into a column to insert.</summary>
    public ColumnIntake Intake { get; } = ColumnIntake.For(type, definition.Items);

    public bool IsArray => ValueType.Kind == TypeKind.Array;

    /// <summary>The type without Nullable and LowCardinality.</summary>
    public static ColumnType Bare(ColumnType type) =>
        type.Kind is TypeKind.Nullable or TypeKind.LowCardinality ? Bare(type.Arguments[0]) : type;
}
