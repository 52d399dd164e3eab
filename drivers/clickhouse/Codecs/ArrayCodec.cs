using System.Buffers;
using System.Collections;
using Platform.ClickHouse.Native;

namespace Platform.ClickHouse.Codecs;

/// <summary>Array(T): where each row's elements end (UInt64), then all elements as one column.</summary>
internal class ArrayCodec(ColumnType type, Codec inner) : Codec(type)
{
    public override Type ClrType { get; } = inner.ClrType.MakeArrayType();

    public override object DefaultValue => Array.CreateInstance(inner.ClrType, 0);

    protected Codec Inner => inner;

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
        var ends = ArrayPool<ulong>.Shared.Rent(rows);
        try
        {
            await reader.ReadExactlyAsync(CastMemory<ulong>.AsBytes(ends.AsMemory(0, rows)), ct);
            var total = CheckEnds(ends.AsSpan(0, rows), reader.Limits.Elements);
            var elements =
                total == 0 ? inner.FromValues([]) : await inner.ReadAsync(reader, total, ct);
            return new ArrayColumn(this, ends, rows, elements);
        }
        catch
        {
            ArrayPool<ulong>.Shared.Return(ends);
            throw;
        }
    }

    public override async ValueTask WriteAsync(
        NativeWriter writer,
        Column column,
        CancellationToken ct
    )
    {
        var array = (ArrayColumn)column;
        await writer.WriteArrayAsync(array.Ends, ct);
        if (array.Elements.Count > 0)
        {
            await inner.WriteAsync(writer, array.Elements, ct);
        }
    }

    public override object? GetValue(Column column, int row)
    {
        var array = (ArrayColumn)column;
        var (start, count) = array.GetRange(row).GetOffsetAndLength(array.Elements.Count);
        return inner.GetArray(array.Elements, start, count);
    }

    public override Column FromValues(IReadOnlyList<object?> values)
    {
        var ends = new ulong[values.Count];
        var elements = new List<object?>();
        for (var i = 0; i < ends.Length; i++)
        {
            if (values[i] is not IEnumerable row || values[i] is string)
            {
                throw Unfit(values[i], "an array is expected");
            }
            foreach (var element in row)
            {
                elements.Add(element);
            }
            ends[i] = (ulong)elements.Count;
        }
        return new ArrayColumn(this, ends, inner.FromValues(elements));
    }

    private static int CheckEnds(ReadOnlySpan<ulong> ends, int max)
    {
        var last = 0UL;
        foreach (var end in ends)
        {
            if (end < last)
            {
                throw new InvalidDataException(
                    "The ends of a result's arrays don't rise: it isn't in Native format."
                );
            }
            last = end;
        }
        return last <= (ulong)max
            ? (int)last
            : throw new InvalidDataException(
                $"The arrays of one block hold {last} elements, at most {max} are taken; ask for smaller blocks (setting max_block_size)."
            );
    }
}
