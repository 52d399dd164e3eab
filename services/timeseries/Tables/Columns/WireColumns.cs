using Google.Protobuf.Collections;
using Platform.Common.V1;
using WireColumn = Platform.Common.V1.Column;

namespace Platform.Timeseries.Tables.Columns;

/// <summary>A few things that are the same for every list of a wire column.</summary>
internal static class WireColumns
{
    /// <summary>How many values a column carries.</summary>
    public static int CountOf(WireColumn column) =>
        column.ValuesCase switch
        {
            WireColumn.ValuesOneofCase.Doubles => column.Doubles.Values.Count,
            WireColumn.ValuesOneofCase.Floats => column.Floats.Values.Count,
            WireColumn.ValuesOneofCase.Ints => column.Ints.Values.Count,
            WireColumn.ValuesOneofCase.Uints => column.Uints.Values.Count,
            WireColumn.ValuesOneofCase.Bools => column.Bools.Values.Count,
            WireColumn.ValuesOneofCase.Strings => column.Strings.Indexes.Count,
            WireColumn.ValuesOneofCase.Bytes => column.Bytes.Values.Count,
            WireColumn.ValuesOneofCase.TimestampsUs => column.TimestampsUs.Values.Count,
            WireColumn.ValuesOneofCase.Lists => column.Lists.Ends.Count,
            _ => 0,
        };

    /// <summary>One value for each index; with <paramref name="nullable"/>, index 0 is a null.</summary>
    public static WireColumn Pick(WireColumn from, ReadOnlySpan<int> indexes, bool nullable)
    {
        var column = new WireColumn();
        switch (from.ValuesCase)
        {
            case WireColumn.ValuesOneofCase.Doubles:
                column.Doubles = new Doubles();
                Pick(from.Doubles.Values, column.Doubles.Values, indexes);
                break;
            case WireColumn.ValuesOneofCase.Floats:
                column.Floats = new Floats();
                Pick(from.Floats.Values, column.Floats.Values, indexes);
                break;
            case WireColumn.ValuesOneofCase.Ints:
                column.Ints = new Ints();
                Pick(from.Ints.Values, column.Ints.Values, indexes);
                break;
            case WireColumn.ValuesOneofCase.Uints:
                column.Uints = new Uints();
                Pick(from.Uints.Values, column.Uints.Values, indexes);
                break;
            case WireColumn.ValuesOneofCase.TimestampsUs:
                column.TimestampsUs = new Timestamps();
                Pick(from.TimestampsUs.Values, column.TimestampsUs.Values, indexes);
                break;
            default:
                column.Strings = new Strings { Dictionary = { from.Strings.Dictionary } };
                Pick(from.Strings.Indexes, column.Strings.Indexes, indexes);
                break;
        }
        if (nullable)
        {
            var nulls = new bool[indexes.Length];
            for (var row = 0; row < indexes.Length; row++)
            {
                nulls[row] = indexes[row] == 0;
            }
            column.Nulls = NullBits.Of(nulls);
        }
        return column;
    }

    private static void Pick<T>(
        RepeatedField<T> from,
        RepeatedField<T> to,
        ReadOnlySpan<int> indexes
    )
    {
        to.Capacity = indexes.Length;
        foreach (var index in indexes)
        {
            to.Add(from[index]);
        }
    }
}
