using System.Buffers;
using Platform.ClickHouse.Codecs;

namespace Platform.ClickHouse;

/// <summary>Values and a mark for each row that is NULL; the value under a mark is a placeholder.</summary>
public sealed class NullableColumn : Column
{
    private ReadOnlyMemory<bool> _nulls;
    private bool[]? _pooled;

    internal NullableColumn(Codec codec, ReadOnlyMemory<bool> nulls, Column values)
        : base(codec, nulls.Length)
    {
        _nulls = nulls;
        Inner = values;
    }

    internal NullableColumn(Codec codec, bool[] pooled, Column values)
        : base(codec, values.Count)
    {
        _pooled = pooled;
        _nulls = pooled.AsMemory(0, values.Count);
        Inner = values;
    }

    /// <summary>The values, of the type inside.</summary>
    public Column Inner { get; }

    public ReadOnlyMemory<bool> Nulls => _nulls;

    public bool IsNull(int row) => _nulls.Span[row];

    protected override void Dispose(bool disposing)
    {
        Inner.Dispose();
        if (Interlocked.Exchange(ref _pooled, null) is { } pooled)
        {
            _nulls = default;
            ArrayPool<bool>.Shared.Return(pooled);
        }
        base.Dispose(disposing);
    }
}
