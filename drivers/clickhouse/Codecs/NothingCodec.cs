using Platform.ClickHouse.Native;

namespace Platform.ClickHouse.Codecs;

/// <summary>Nothing: one byte a row that means nothing. It comes inside Nullable (a bare NULL) or Array (an empty one).</summary>
internal sealed class NothingCodec(ColumnType type) : Codec(type)
{
    public override Type ClrType => typeof(object);

    public override object DefaultValue => DBNull.Value;

    public override async ValueTask<Column> ReadAsync(
        NativeReader reader,
        int rows,
        CancellationToken ct
    )
    {
        for (var left = rows; left > 0; )
        {
            await reader.EnsureAsync(1, ct);
            var taken = Math.Min(left, reader.Buffered.Length);
            reader.Advance(taken);
            left -= taken;
        }
        return new NothingColumn(this, rows);
    }

    public override async ValueTask WriteAsync(
        NativeWriter writer,
        Column column,
        CancellationToken ct
    )
    {
        for (var left = column.Count; left > 0; )
        {
            await writer.EnsureAsync(1, ct);
            var part = Math.Min(left, writer.Free.Length);
            writer.Free[..part].Fill((byte)'0');
            writer.Advance(part);
            left -= part;
        }
    }

    public override object? GetValue(Column column, int row) => null;

    public override Column FromValues(IReadOnlyList<object?> values) =>
        new NothingColumn(this, values.Count);
}
