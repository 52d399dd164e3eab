using System.Buffers;
using System.Text;
using Platform.ClickHouse.Native;

namespace Platform.ClickHouse.Codecs;

/// <summary>FixedString(N): N bytes a row, nothing between.</summary>
internal sealed class FixedStringCodec(ColumnType type) : Codec(type)
{
    public override Type ClrType => typeof(string);

    public override object DefaultValue => "";

    public override async ValueTask<Column> ReadAsync(
        NativeReader reader,
        int rows,
        CancellationToken ct
    )
    {
        var length = (long)rows * Type.Length;
        if (length > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"{rows} rows of {Type} are over 2 GiB; ask for smaller blocks (setting max_block_size)."
            );
        }
        var bytes = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            await reader.ReadExactlyAsync(bytes.AsMemory(0, (int)length), ct);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(bytes);
            throw;
        }
        return new FixedStringColumn(this, bytes, rows);
    }

    public override ValueTask WriteAsync(
        NativeWriter writer,
        Column column,
        CancellationToken ct
    ) => writer.WriteArrayAsync(((FixedStringColumn)column).Memory, ct);

    public override object GetValue(Column column, int row) =>
        ((FixedStringColumn)column).GetString(row);

    public override Column FromValues(IReadOnlyList<object?> values)
    {
        var strings = new string[values.Count];
        for (var i = 0; i < strings.Length; i++)
        {
            strings[i] = values[i] as string ?? throw Unfit(values[i]);
        }
        return FromStrings(strings);
    }

    public FixedStringColumn FromStrings(ReadOnlySpan<string> values)
    {
        var bytes = new byte[checked(values.Length * Type.Length)];
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i] ?? throw Unfit(null);
            if (
                !Encoding.UTF8.TryGetBytes(value, bytes.AsSpan(i * Type.Length, Type.Length), out _)
            )
            {
                throw Unfit(value, $"it is longer than {Type.Length} bytes");
            }
        }
        return new(this, bytes, values.Length);
    }
}
