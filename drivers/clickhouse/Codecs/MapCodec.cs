using System.Collections;

namespace Platform.ClickHouse.Codecs;

/// <summary>Map(K, V): stored as an array of pairs, which may hold a key twice.</summary>
internal sealed class MapCodec(ColumnType type, TupleCodec pairs) : ArrayCodec(type, pairs)
{
    public override Type ClrType => typeof(KeyValuePair<object, object?>[]);

    public override object DefaultValue => Array.Empty<KeyValuePair<object, object?>>();

    public override object GetValue(Column column, int row)
    {
        var array = (ArrayColumn)column;
        var (start, count) = array.GetRange(row).GetOffsetAndLength(array.Elements.Count);
        var entries = new KeyValuePair<object, object?>[count];
        for (var i = 0; i < count; i++)
        {
            var pair = (object?[])pairs.GetValue(array.Elements, start + i);
            entries[i] = new(pair[0]!, pair[1]);
        }
        return entries;
    }

    public override Column FromValues(IReadOnlyList<object?> values)
    {
        var rows = new object?[values.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = values[i] switch
            {
                IDictionary map => FromDictionary(map),
                IEnumerable<KeyValuePair<object, object?>> entries => FromPairs(entries),
                _ => throw Unfit(values[i], "a dictionary is expected"),
            };
        }
        return base.FromValues(rows);
    }

    private static List<object?> FromDictionary(IDictionary map)
    {
        var pairs = new List<object?>(map.Count);
        foreach (DictionaryEntry entry in map)
        {
            pairs.Add(new[] { entry.Key, entry.Value });
        }
        return pairs;
    }

    private static List<object?> FromPairs(IEnumerable<KeyValuePair<object, object?>> entries)
    {
        var pairs = new List<object?>();
        foreach (var (key, value) in entries)
        {
            pairs.Add(new[] { key, value });
        }
        return pairs;
    }
}
