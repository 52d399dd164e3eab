using Platform.ClickHouse.Codecs;

namespace Platform.ClickHouse;

/// <summary>How a caller makes columns to insert. Arrays are used as they are, not copied: leave them alone until the insert is done.</summary>
public abstract partial class Column
{
    /// <summary>Numbers, bools and Guids under the type that stores them as they are (long is Int64, double Float64 …).</summary>
    public static Column<T> Of<T>(ReadOnlyMemory<T> values)
        where T : unmanaged => Of(NaturalTypes.Of<T>(), values);

    /// <summary>Raw values under a type, e.g. <c>Column.Of("DateTime64(6, 'UTC')", microseconds)</c>.</summary>
    public static Column<T> Of<T>(string type, ReadOnlyMemory<T> values)
        where T : unmanaged
    {
        var codec = CodecCache.Get(type);
        return codec is FixedCodec<T>
            ? new(codec, values)
            : throw new ArgumentException(
                $"{codec.Type} isn't held as an array of {typeof(T).Name}.",
                nameof(type)
            );
    }

    /// <summary>String, or FixedString(N), from text.</summary>
    public static Column Strings(ReadOnlySpan<string> values, string type = "String") =>
        CodecCache.Get(type) switch
        {
            StringCodec codec => codec.FromStrings(values),
            FixedStringCodec codec => codec.FromStrings(values),
            var other => throw new ArgumentException(
                $"{other.Type} isn't a type of text.",
                nameof(type)
            ),
        };

    /// <summary>String from UTF-8 (or any) bytes and the end of each row in them.</summary>
    public static StringColumn Strings(ReadOnlyMemory<byte> bytes, ReadOnlyMemory<int> ends)
    {
        var start = 0;
        foreach (var end in ends.Span)
        {
            if (end < start || end > bytes.Length)
            {
                throw new ArgumentException(
                    $"Ends must rise and stay within the {bytes.Length} bytes; {end} comes after {start}.",
                    nameof(ends)
                );
            }
            start = end;
        }
        return new(CodecCache.Get("String"), bytes, ends);
    }

    /// <summary>LowCardinality(String) from a dictionary and one index a row.</summary>
    public static LowCardinalityColumn LowCardinality(
        ReadOnlySpan<string> dictionary,
        ReadOnlyMemory<int> indexes
    ) => LowCardinality(Strings(dictionary), indexes);

    /// <summary>
    /// LowCardinality over any dictionary. With <paramref name="nullable"/>, index 0 means NULL and entry 0 is a placeholder.
    /// </summary>
    public static LowCardinalityColumn LowCardinality(
        Column dictionary,
        ReadOnlyMemory<int> indexes,
        bool nullable = false
    )
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        foreach (var index in indexes.Span)
        {
            if ((uint)index >= (uint)dictionary.Count)
            {
                throw new ArgumentException(
                    $"Index {index} points outside a dictionary of {dictionary.Count}.",
                    nameof(indexes)
                );
            }
        }
        var inner = nullable ? $"Nullable({dictionary.Type})" : dictionary.Type.Name;
        return new(CodecCache.Get($"LowCardinality({inner})"), dictionary, indexes);
    }

    /// <summary>Nullable(T): true marks a NULL.</summary>
    public static NullableColumn Nullable(ReadOnlyMemory<bool> nulls, Column values)
    {
        ArgumentNullException.ThrowIfNull(values);
        RequireRows(nulls.Length, values.Count, "marks");
        return new(CodecCache.Get($"Nullable({values.Type})"), nulls, values);
    }

    /// <summary>Array(T) from all elements and where each row's end.</summary>
    public static ArrayColumn Array(ReadOnlyMemory<ulong> ends, Column elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        RequireRising(ends.Span, elements.Count);
        return new(CodecCache.Get($"Array({elements.Type})"), ends, elements);
    }

    /// <summary>Map(K, V) from all keys and values and where each row's end.</summary>
    public static ArrayColumn Map(ReadOnlyMemory<ulong> ends, Column keys, Column values)
    {
        var pairs = Tuple(keys, values);
        RequireRising(ends.Span, pairs.Count);
        return new(CodecCache.Get($"Map({keys.Type}, {values.Type})"), ends, pairs);
    }

    /// <summary>Tuple(…) without names.</summary>
    public static TupleColumn Tuple(params Column[] elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        var count = elements.Length == 0 ? 0 : elements[0].Count;
        foreach (var element in elements)
        {
            RequireRows(element.Count, count, "rows in an element");
        }
        var type = TypeNames.Tuple([], System.Array.ConvertAll(elements, e => e.Type));
        return new(CodecCache.Get(type.Name), elements, count);
    }

    /// <summary>
    /// Any type from boxed values, each as <see cref="GetValue"/> gives them (and what converts to that without loss).
    /// Convenient, not fast: for rows that come from elsewhere as objects.
    /// </summary>
    /// <exception cref="ColumnTypeException">A value doesn't fit the type.</exception>
    public static Column FromValues(string type, IReadOnlyList<object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return CodecCache.Get(type).FromValues(values);
    }

    private static void RequireRows(int actual, int expected, string what)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"{actual} {what}, {expected} expected.");
        }
    }

    private static void RequireRising(ReadOnlySpan<ulong> ends, int elements)
    {
        var start = 0UL;
        foreach (var end in ends)
        {
            if (end < start || end > (ulong)elements)
            {
                throw new ArgumentException(
                    $"Ends must rise to the {elements} elements; {end} comes after {start}.",
                    nameof(ends)
                );
            }
            start = end;
        }
        if (start != (ulong)elements)
        {
            throw new ArgumentException(
                $"Rows end at element {start}, there are {elements}.",
                nameof(ends)
            );
        }
    }
}
