using System.Buffers;
using Platform.ClickHouse.Codecs;

namespace Platform.ClickHouse;

/// <summary>Array(T) and Map(K, V): all elements in one column, and where each row's elements end.</summary>
public sealed class ArrayColumn : Column
{
    private ReadOnlyMemory<ulong> _ends;
    private ulong[]? _pooled;

    internal ArrayColumn(Codec codec, ReadOnlyMemory<ulong> ends, Column elements)
        : base(codec, ends.Length)
    {
        _ends = ends;
        Elements = elements;
    }

    internal ArrayColumn(Codec codec, ulong[] pooled, int count, Column elements)
        : base(codec, count)
    {
        _pooled = pooled;
        _ends = pooled.AsMemory(0, count);
        Elements = elements;
    }

    /// <summary>The elements of all rows; of a Map, a <see cref="TupleColumn"/> of keys and values.</summary>
    public Column Elements { get; }

    /// <summary>Where each row's elements end; they begin where the row before ends.</summary>
    public ReadOnlyMemory<ulong> Ends => _ends;

    /// <summary>Which elements belong to a row: <c>((Column&lt;float&gt;)array.Elements).Values[array.GetRange(row)]</c>.</summary>
    public Range GetRange(int row)
    {
        var ends = _ends.Span;
        return (row == 0 ? 0 : (int)ends[row - 1])..(int)ends[row];
    }

    protected override void Dispose(bool disposing)
    {
        Elements.Dispose();
        if (Interlocked.Exchange(ref _pooled, null) is { } pooled)
        {
            _ends = default;
            ArrayPool<ulong>.Shared.Return(pooled);
        }
        base.Dispose(disposing);
    }
}
