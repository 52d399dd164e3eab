using System.Buffers;
using Platform.ClickHouse.Native;

namespace Platform.ClickHouse.Codecs;

/// <summary>Values of fixed width, the same bytes in memory as on the wire: a column is one read or one write.</summary>
internal abstract class FixedCodec<T>(ColumnType type) : Codec(type)
    where T : unmanaged
{
    static FixedCodec()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException(
                "Native format is little-endian, and so must this machine be."
            );
        }
    }

    public override async ValueTask<Column> ReadAsync(
        NativeReader reader,
        int rows,
        CancellationToken ct
    )
    {
        var values = ArrayPool<T>.Shared.Rent(rows);
        try
        {
            await reader.ReadExactlyAsync(CastMemory<T>.AsBytes(values.AsMemory(0, rows)), ct);
            FromWire(values.AsSpan(0, rows));
        }
        catch
        {
            ArrayPool<T>.Shared.Return(values);
            throw;
        }
        return new Column<T>(this, values, rows);
    }

    public override ValueTask WriteAsync(
        NativeWriter writer,
        Column column,
        CancellationToken ct
    ) => writer.WriteArrayAsync(((Column<T>)column).Memory, ct);

    public sealed override object GetValue(Column column, int row) =>
        ToClr(((Column<T>)column).Values[row]);

    public sealed override Column FromValues(IReadOnlyList<object?> values)
    {
        var raw = new T[values.Count];
        for (var i = 0; i < raw.Length; i++)
        {
            raw[i] = FromClr(values[i] ?? throw Unfit(null));
        }
        return new Column<T>(this, raw);
    }

    protected virtual void FromWire(Span<T> values) { }

    protected abstract object ToClr(T raw);

    protected abstract T FromClr(object value);
}
