using Platform.ClickHouse;
using Platform.Common.V1;
using Column = Platform.ClickHouse.Column;
using WireColumn = Platform.Common.V1.Column;

namespace Platform.Timeseries.Tables.Columns;

/// <summary>Rows of a block of the store as a RowBatch: column by column, no object a row.</summary>
internal static class RowBatches
{
    public static RowBatch Make(Block block, IReadOnlyList<string> names, int start, int count)
    {
        var batch = new RowBatch { RowCount = (uint)count };
        for (var i = 0; i < names.Count; i++)
        {
            var column = Carry(block[i], start, count);
            column.Name = names[i];
            batch.Columns.Add(column);
        }
        return batch;
    }

    private static WireColumn Carry(Column column, int start, int count) =>
        column switch
        {
            NullableColumn nullable => WithNulls(nullable, start, count),
            LowCardinalityColumn low => LowCardinality(low, start, count),
            ArrayColumn { Type.Kind: TypeKind.Array } array => Lists(array, start, count),
            StringColumn text => TextColumns.Carry(text, start, count),
            FixedStringColumn text => TextColumns.Carry(text, start, count),
            Column<double> numbers => Doubles(numbers.Values.Slice(start, count)),
            Column<float> numbers => Floats(numbers.Values.Slice(start, count)),
            Column<bool> flags => Bools(flags.Values.Slice(start, count)),
            _ => Carry(column, column.Type.Kind, start, count),
        };

    private static WireColumn Carry(Column column, TypeKind kind, int start, int count) =>
        kind switch
        {
            TypeKind.Int8 => Ints(((Column<sbyte>)column).Values.Slice(start, count)),
            TypeKind.Int16 => Ints(((Column<short>)column).Values.Slice(start, count)),
            TypeKind.Int32 => Ints(((Column<int>)column).Values.Slice(start, count)),
            TypeKind.Int64 => Ints(((Column<long>)column).Values.Slice(start, count)),
            TypeKind.UInt8 => Uints(((Column<byte>)column).Values.Slice(start, count)),
            TypeKind.UInt16 => Uints(((Column<ushort>)column).Values.Slice(start, count)),
            TypeKind.UInt32 => Uints(((Column<uint>)column).Values.Slice(start, count)),
            TypeKind.UInt64 => Uints(((Column<ulong>)column).Values.Slice(start, count)),
            TypeKind.Date or TypeKind.Date32 or TypeKind.DateTime or TypeKind.DateTime64 =>
                TimeColumns.Carry(column, start, count),
            TypeKind.Nothing => Nulls(count),
            _ => TextColumns.CarryAsText(column, start, count),
        };

    private static WireColumn WithNulls(NullableColumn column, int start, int count)
    {
        var wire = Carry(column.Inner, start, count);
        wire.Nulls = NullBits.Of(column.Nulls.Span.Slice(start, count));
        return wire;
    }

    private static WireColumn LowCardinality(LowCardinalityColumn column, int start, int count)
    {
        if (column.Dictionary is StringColumn or FixedStringColumn)
        {
            return TextColumns.Carry(column, start, count);
        }
        // Rare: LowCardinality of numbers. Its dictionary is carried whole and picked from.
        var dictionary = Carry(column.Dictionary, 0, column.Dictionary.Count);
        return WireColumns.Pick(
            dictionary,
            column.Indexes.Span.Slice(start, count),
            column.Type.IsNullable
        );
    }

    private static WireColumn Lists(ArrayColumn column, int start, int count)
    {
        var ends = column.Ends.Span;
        var first = start == 0 ? 0 : (int)ends[start - 1];
        var last = count == 0 ? first : (int)ends[start + count - 1];
        var lists = new Lists { Items = Carry(column.Elements, first, last - first) };
        lists.Ends.Capacity = count;
        for (var row = start; row < start + count; row++)
        {
            lists.Ends.Add((uint)((int)ends[row] - first));
        }
        return new WireColumn { Lists = lists };
    }

    private static WireColumn Doubles(ReadOnlySpan<double> values)
    {
        var list = new Doubles();
        list.Values.Capacity = values.Length;
        foreach (var value in values)
        {
            list.Values.Add(value);
        }
        return new WireColumn { Doubles = list };
    }

    private static WireColumn Floats(ReadOnlySpan<float> values)
    {
        var list = new Floats();
        list.Values.Capacity = values.Length;
        foreach (var value in values)
        {
            list.Values.Add(value);
        }
        return new WireColumn { Floats = list };
    }

    private static WireColumn Bools(ReadOnlySpan<bool> values)
    {
        var list = new Bools();
        list.Values.Capacity = values.Length;
        foreach (var value in values)
        {
            list.Values.Add(value);
        }
        return new WireColumn { Bools = list };
    }

    private static WireColumn Ints<T>(ReadOnlySpan<T> values)
        where T : System.Numerics.IBinaryInteger<T>
    {
        var list = new Ints();
        list.Values.Capacity = values.Length;
        foreach (var value in values)
        {
            list.Values.Add(long.CreateTruncating(value));
        }
        return new WireColumn { Ints = list };
    }

    private static WireColumn Uints<T>(ReadOnlySpan<T> values)
        where T : System.Numerics.IBinaryInteger<T>
    {
        var list = new Uints();
        list.Values.Capacity = values.Length;
        foreach (var value in values)
        {
            list.Values.Add(ulong.CreateTruncating(value));
        }
        return new WireColumn { Uints = list };
    }

    // A column of the literal NULL.
    private static WireColumn Nulls(int count)
    {
        var list = new Bools();
        for (var row = 0; row < count; row++)
        {
            list.Values.Add(false);
        }
        return new WireColumn { Bools = list, Nulls = NullBits.All(count) };
    }
}
