using System.Buffers;
using Platform.ClickHouse.Native;

namespace Platform.ClickHouse.Codecs;

/// <summary>Nullable(T): one byte a row, 1 for NULL, then the values with placeholders.</summary>
internal sealed class NullableCodec(ColumnType type, Codec inner) : Codec(type)
{
    public override Type ClrType { get; } =
        inner.ClrType.IsValueType
            ? typeof(Nullable<>).MakeGenericType(inner.ClrType)
            : inner.ClrType;

    public override object DefaultValue => inner.DefaultValue;

    public override ValueTask ReadPrefixAsync(NativeReader reader, CancellationToken ct) =>
        inner.ReadPrefixAsync(reader, ct);

    public override ValueTask WritePrefixAsync(NativeWriter writer, CancellationToken ct) =>
        inner.WritePrefixAsync(writer, ct);

    public override async ValueTask<Column> ReadAsync(
        NativeReader reader,
        int rows,
        CancellationToken ct
    )
    {
        var nulls = ArrayPool<bool>.Shared.Rent(rows);
        try
        {
            await reader.ReadExactlyAsync(CastMemory<bool>.AsBytes(nulls.AsMemory(0, rows)), ct);
            return new NullableColumn(this, nulls, await inner.ReadAsync(reader, rows, ct));
        }
        catch
        {
            ArrayPool<bool>.Shared.Return(nulls);
            throw;
        }
    }

    public override async ValueTask WriteAsync(
        NativeWriter writer,
        Column column,
        CancellationToken ct
    )
    {
        var nullable = (NullableColumn)column;
        await writer.WriteArrayAsync(nullable.Nulls, ct);
        await inner.WriteAsync(writer, nullable.Inner, ct);
    }

    public override object? GetValue(Column column, int row)
    {
        var nullable = (NullableColumn)column;
        return nullable.IsNull(row) ? null : inner.GetValue(nullable.Inner, row);
    }

    public override Column FromValues(IReadOnlyList<object?> values)
    {
        var nulls = new bool[values.Count];
        var filled = new object?[values.Count];
        for (var i = 0; i < nulls.Length; i++)
        {
            nulls[i] = values[i] is null;
            filled[i] = values[i] ?? inner.DefaultValue;
        }
        return new NullableColumn(this, nulls, inner.FromValues(filled));
    }
}
