using System.Buffers;
using Platform.ClickHouse.Codecs;

namespace Platform.ClickHouse;

/// <summary>
/// A dictionary and one index a row. When the type is LowCardinality(Nullable(T)), index 0 means NULL and entry 0 of the
/// dictionary is only a placeholder.
/// </summary>
public sealed class LowCardinalityColumn : Column
{
    private ReadOnlyMemory<int> _indexes;
    private int[]? _pooled;
    private string?[]? _strings;

    internal LowCardinalityColumn(Codec codec, Column dictionary, ReadOnlyMemory<int> indexes)
        : base(codec, indexes.Length)
    {
        Dictionary = dictionary;
        _indexes = indexes;
    }

    internal LowCardinalityColumn(Codec codec, Column dictionary, int[] pooled, int count)
        : base(codec, count)
    {
        Dictionary = dictionary;
        _pooled = pooled;
        _indexes = pooled.AsMemory(0, count);
    }

    public Column Dictionary { get; }

    public ReadOnlyMemory<int> Indexes => _indexes;

    public bool IsNull(int row) => Type.IsNullable && _indexes.Span[row] == 0;

    /// <summary>One row's text; each dictionary entry is decoded once. Only for LowCardinality(String) and its nullable form.</summary>
    public string? GetString(int row)
    {
        var index = _indexes.Span[row];
        return Type.IsNullable && index == 0 ? null : DictionaryString(index);
    }

    /// <summary>One dictionary entry's text, decoded once.</summary>
    public string DictionaryString(int index)
    {
        _strings ??= new string?[Dictionary.Count];
        return _strings[index] ??= Dictionary switch
        {
            StringColumn strings => strings.GetString(index),
            FixedStringColumn strings => strings.GetString(index),
            _ => throw new InvalidOperationException($"The column is {Type}, not a string."),
        };
    }

    protected override void Dispose(bool disposing)
    {
        Dictionary.Dispose();
        if (Interlocked.Exchange(ref _pooled, null) is { } pooled)
        {
            _indexes = default;
            ArrayPool<int>.Shared.Return(pooled);
        }
        base.Dispose(disposing);
    }
}
