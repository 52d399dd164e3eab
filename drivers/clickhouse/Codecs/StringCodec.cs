using System.Buffers;
using System.Text;
using Platform.ClickHouse.Native;

namespace Platform.ClickHouse.Codecs;

/// <summary>String: a varint length and the bytes, row after row.</summary>
internal sealed class StringCodec(ColumnType type) : Codec(type)
{
    public override Type ClrType => typeof(string);

    public override object DefaultValue => "";

    public override async ValueTask<Column> ReadAsync(
        NativeReader reader,
        int rows,
        CancellationToken ct
    )
    {
        var run = new StringRun(rows);
        try
        {
            while (true)
            {
                run.Take(reader);
                if (run.Count == rows)
                {
                    break;
                }
                if (run.TryReserveLong(reader, out var rest))
                {
                    await reader.ReadExactlyAsync(rest, ct);
                    run.EndLong();
                }
                else
                {
                    await reader.MoreAsync(ct);
                }
            }
        }
        catch
        {
            run.Return();
            throw;
        }
        return new StringColumn(this, run.Bytes, run.Ends, rows);
    }

    public override async ValueTask WriteAsync(
        NativeWriter writer,
        Column column,
        CancellationToken ct
    )
    {
        var strings = (StringColumn)column;
        var row = 0;
        while (row < strings.Count)
        {
            row = CopyRows(strings, row, writer);
            if (row < strings.Count)
            {
                await writer.DrainAsync(ct);
                if (strings.GetBytes(row).Length + VarUInt.LengthMax > writer.Free.Length)
                {
                    await WriteLongAsync(strings, row++, writer, ct);
                }
            }
        }
    }

    public override object GetValue(Column column, int row) =>
        ((StringColumn)column).GetString(row);

    public override Column FromValues(IReadOnlyList<object?> values)
    {
        var strings = new string[values.Count];
        for (var i = 0; i < strings.Length; i++)
        {
            strings[i] = values[i] as string ?? throw Unfit(values[i]);
        }
        return FromStrings(strings);
    }

    public StringColumn FromStrings(ReadOnlySpan<string> values)
    {
        var ends = new int[values.Length];
        var total = 0;
        for (var i = 0; i < values.Length; i++)
        {
            total = checked(total + Encoding.UTF8.GetByteCount(values[i] ?? throw Unfit(null)));
            ends[i] = total;
        }
        var bytes = new byte[total];
        var at = 0;
        foreach (var value in values)
        {
            at += Encoding.UTF8.GetBytes(value, bytes.AsSpan(at));
        }
        return new(this, bytes, ends);
    }

    // As many rows as the writer's buffer takes; the next row to write.
    private static int CopyRows(StringColumn strings, int row, NativeWriter writer)
    {
        var bytes = strings.Bytes;
        var ends = strings.Ends;
        var free = writer.Free;
        var used = 0;
        var start = row == 0 ? 0 : ends[row - 1];
        for (; row < ends.Length; row++)
        {
            var value = bytes[start..ends[row]];
            if (value.Length + VarUInt.LengthMax > free.Length - used)
            {
                break;
            }
            used += VarUInt.Write(free[used..], (ulong)value.Length);
            value.CopyTo(free[used..]);
            used += value.Length;
            start = ends[row];
        }
        writer.Advance(used);
        return row;
    }

    private static async ValueTask WriteLongAsync(
        StringColumn strings,
        int row,
        NativeWriter writer,
        CancellationToken ct
    )
    {
        var length = strings.GetBytes(row).Length;
        await writer.WriteVarUIntAsync((ulong)length, ct);
        for (var at = 0; at < length; )
        {
            await writer.DrainAsync(ct);
            var part = Math.Min(writer.Free.Length, length - at);
            strings.GetBytes(row).Slice(at, part).CopyTo(writer.Free);
            writer.Advance(part);
            at += part;
        }
    }
}
