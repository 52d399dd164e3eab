using Platform.ClickHouse.Native;

namespace Platform.ClickHouse.Codecs;

/// <summary>Reads and writes the values of one type in Native format, and turns them into and from CLR values.</summary>
internal abstract class Codec(ColumnType type)
{
    public ColumnType Type { get; } = type;

    /// <summary>What <see cref="GetValue"/> gives.</summary>
    public abstract Type ClrType { get; }

    /// <summary>What stands under a NULL.</summary>
    public abstract object DefaultValue { get; }

    // State that precedes a column's values, all nested states first: only LowCardinality has one.
    public virtual ValueTask ReadPrefixAsync(NativeReader reader, CancellationToken ct) => default;

    public virtual ValueTask WritePrefixAsync(NativeWriter writer, CancellationToken ct) => default;

    public abstract ValueTask<Column> ReadAsync(
        NativeReader reader,
        int rows,
        CancellationToken ct
    );

    public abstract ValueTask WriteAsync(NativeWriter writer, Column column, CancellationToken ct);

    public abstract object? GetValue(Column column, int row);

    public abstract Column FromValues(IReadOnlyList<object?> values);

    /// <summary>Rows [start, start + count) as an array of <see cref="ClrType"/>.</summary>
    public virtual Array GetArray(Column column, int start, int count)
    {
        var values = Array.CreateInstance(ClrType, count);
        for (var i = 0; i < count; i++)
        {
            values.SetValue(GetValue(column, start + i), i);
        }
        return values;
    }

    protected ColumnTypeException Unfit(object? value, string? why = null) =>
        new(
            value is null
                ? $"NULL doesn't fit {Type}; only Nullable types hold it."
                : $"{TypeText.Shorten(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "")} "
                    + $"({value.GetType().Name}) doesn't fit {Type}{(why is null ? "" : ": " + why)}."
        );
}
