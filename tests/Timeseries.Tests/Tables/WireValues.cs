using Google.Protobuf;
using Platform.Common.V1;

namespace Platform.Timeseries.Tests.Tables;

/// <summary>Columns of a RowBatch to and from plain values: what a test compares.</summary>
internal static class WireValues
{
    /// <summary>One value a row: null, a number, text, a bool, bytes or a list of them.</summary>
    public static List<object?> Of(Column column)
    {
        List<object?> values = column.ValuesCase switch
        {
            Column.ValuesOneofCase.Doubles => [.. column.Doubles.Values],
            Column.ValuesOneofCase.Floats => [.. column.Floats.Values],
            Column.ValuesOneofCase.Ints => [.. column.Ints.Values],
            Column.ValuesOneofCase.Uints => [.. column.Uints.Values],
            Column.ValuesOneofCase.Bools => [.. column.Bools.Values],
            Column.ValuesOneofCase.TimestampsUs => [.. column.TimestampsUs.Values],
            Column.ValuesOneofCase.Bytes => [.. column.Bytes.Values],
            Column.ValuesOneofCase.Strings =>
            [
                .. column.Strings.Indexes.Select(index => column.Strings.Dictionary[(int)index]),
            ],
            Column.ValuesOneofCase.Lists => Lists(column.Lists),
            _ => [],
        };
        for (var row = 0; row < values.Count && column.Nulls.Length > 0; row++)
        {
            values[row] = (column.Nulls[row >> 3] & (1 << (row & 7))) != 0 ? null : values[row];
        }
        return values;
    }

    public static Column Make(string name, string carriedAs, IReadOnlyList<object?> values)
    {
        var column = new Column { Name = name };
        if (carriedAs.StartsWith("lists of ", StringComparison.Ordinal))
        {
            var lists = new Lists();
            var items = new List<object?>();
            foreach (var value in values)
            {
                items.AddRange((IEnumerable<object?>)value!);
                lists.Ends.Add((uint)items.Count);
            }
            lists.Items = Make("", carriedAs["lists of ".Length..], items);
            column.Lists = lists;
            return column;
        }
        switch (carriedAs.Split(' ')[0])
        {
            case "doubles":
                column.Doubles = new() { Values = { values.Select(v => (double)(v ?? 0.0)) } };
                break;
            case "floats":
                column.Floats = new() { Values = { values.Select(v => (float)(v ?? 0f)) } };
                break;
            case "ints":
                column.Ints = new() { Values = { values.Select(v => (long)(v ?? 0L)) } };
                break;
            case "uints":
                column.Uints = new() { Values = { values.Select(v => (ulong)(v ?? 0UL)) } };
                break;
            case "bools":
                column.Bools = new() { Values = { values.Select(v => (bool)(v ?? false)) } };
                break;
            case "timestamps_us":
                column.TimestampsUs = new() { Values = { values.Select(v => (long)(v ?? 0L)) } };
                break;
            default:
                var dictionary = values.OfType<string>().Distinct().ToList();
                column.Strings = new()
                {
                    Dictionary = { dictionary },
                    Indexes =
                    {
                        values.Select(v => v is null ? 0u : (uint)dictionary.IndexOf((string)v)),
                    },
                };
                break;
        }
        if (values.Contains(null))
        {
            var bits = new byte[(values.Count + 7) / 8];
            for (var row = 0; row < values.Count; row++)
            {
                bits[row >> 3] |= (byte)(values[row] is null ? 1 << (row & 7) : 0);
            }
            column.Nulls = ByteString.CopyFrom(bits);
        }
        return column;
    }

    private static List<object?> Lists(Lists lists)
    {
        var items = Of(lists.Items);
        var rows = new List<object?>();
        var start = 0;
        foreach (var end in lists.Ends)
        {
            rows.Add(items.GetRange(start, (int)end - start));
            start = (int)end;
        }
        return rows;
    }
}
