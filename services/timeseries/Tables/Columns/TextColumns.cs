using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Google.Protobuf;
using Platform.ClickHouse;
using Platform.Common.V1;
using Column = Platform.ClickHouse.Column;
using WireColumn = Platform.Common.V1.Column;

namespace Platform.Timeseries.Tables.Columns;

/// <summary>Text, and types whose values are carried as text.</summary>
internal static class TextColumns
{
    public static WireColumn Carry(StringColumn column, int start, int count)
    {
        for (var row = start; row < start + count; row++)
        {
            if (!Utf8.IsValid(column.GetBytes(row)))
            {
                return Bytes(row => ByteString.CopyFrom(column.GetBytes(row)), start, count);
            }
        }
        var text = new TextDictionary(count);
        var previous = -1;
        for (var row = start; row < start + count; row++)
        {
            // Runs of one value are the rule in sorted tables.
            if (previous >= 0 && column.GetBytes(row).SequenceEqual(column.GetBytes(previous)))
            {
                text.AddAgain();
                continue;
            }
            text.Add(column.GetString(row));
            previous = row;
        }
        return text.ToColumn();
    }

    public static WireColumn Carry(FixedStringColumn column, int start, int count)
    {
        for (var row = start; row < start + count; row++)
        {
            if (!Utf8.IsValid(column.GetBytes(row)))
            {
                return Bytes(row => ByteString.CopyFrom(column.GetBytes(row)), start, count);
            }
        }
        var text = new TextDictionary(count);
        for (var row = start; row < start + count; row++)
        {
            text.Add(column.GetString(row));
        }
        return text.ToColumn();
    }

    public static WireColumn Carry(LowCardinalityColumn column, int start, int count)
    {
        var strings = new Strings();
        strings.Indexes.Capacity = count;
        var indexes = column.Indexes.Span.Slice(start, count);
        // Place in the dictionary of the message, plus one; 0: not there yet.
        var places = new uint[column.Dictionary.Count];
        bool[]? nulls = column.Type.IsNullable ? new bool[count] : null;
        for (var row = 0; row < count; row++)
        {
            var index = indexes[row];
            if (places[index] == 0)
            {
                var isNull = nulls is not null && index == 0;
                strings.Dictionary.Add(isNull ? "" : column.DictionaryString(index));
                places[index] = (uint)strings.Dictionary.Count;
            }
            if (nulls is not null)
            {
                nulls[row] = index == 0;
            }
            strings.Indexes.Add(places[index] - 1);
        }
        return new WireColumn
        {
            Strings = strings,
            Nulls = nulls is null ? ByteString.Empty : NullBits.Of(nulls),
        };
    }

    /// <summary>Enums by name; UUID, Decimal, wide integers and what else there is as their text.</summary>
    public static WireColumn CarryAsText(Column column, int start, int count)
    {
        var text = new TextDictionary(count);
        for (var row = start; row < start + count; row++)
        {
            text.Add(
                column switch
                {
                    Column<Guid> ids => ids[row].ToString(),
                    Column<int> { Type.Kind: TypeKind.Decimal } numbers => DecimalText.Write(
                        numbers[row],
                        numbers.Type.Scale
                    ),
                    Column<long> { Type.Kind: TypeKind.Decimal } numbers => DecimalText.Write(
                        numbers[row],
                        numbers.Type.Scale
                    ),
                    Column<Int128> { Type.Kind: TypeKind.Decimal } numbers => DecimalText.Write(
                        numbers[row],
                        numbers.Type.Scale
                    ),
                    _ => TextOf(column.GetValue(row)),
                }
            );
        }
        return text.ToColumn();
    }

    private static string TextOf(object? value) =>
        value switch
        {
            string text => text,
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => JsonSerializer.Serialize(value),
        };

    private static WireColumn Bytes(Func<int, ByteString> of, int start, int count)
    {
        var blobs = new Blobs();
        for (var row = start; row < start + count; row++)
        {
            blobs.Values.Add(of(row));
        }
        return new WireColumn { Bytes = blobs };
    }

    /// <summary>Gathers dictionary-coded text; stops looking for repeats where there are hardly any.</summary>
    private sealed class TextDictionary
    {
        private const int Trial = 512;
        private readonly Strings _strings = new();
        private readonly Dictionary<string, uint> _places = new(StringComparer.Ordinal);
        private bool _looks = true;
        private int _added;

        public TextDictionary(int count) => _strings.Indexes.Capacity = count;

        public void AddAgain() => _strings.Indexes.Add(_strings.Indexes[^1]);

        public void Add(string text)
        {
            if (++_added == Trial && _places.Count > Trial / 2)
            {
                _looks = false;
            }
            if (_looks && _places.TryGetValue(text, out var place))
            {
                _strings.Indexes.Add(place);
                return;
            }
            place = (uint)_strings.Dictionary.Count;
            _strings.Dictionary.Add(text);
            _strings.Indexes.Add(place);
            if (_looks)
            {
                _places.Add(text, place);
            }
        }

        public WireColumn ToColumn() => new() { Strings = _strings };
    }
}
