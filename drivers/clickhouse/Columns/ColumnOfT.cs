using System.Buffers;
using Platform.ClickHouse.Codecs;

namespace Platform.ClickHouse;

/// <summary>
/// Values of fixed width, as the server stores them. Types that aren't numbers are held raw: Bool as bool, Date ushort (days since
/// 1970), Date32 int (days), DateTime uint (seconds), DateTime64 long (10^-precision seconds), Enum8 sbyte, Enum16 short,
/// Decimal int, long or Int128 (times 10^scale), UUID Guid, IPv4 uint.
/// </summary>
public sealed class Column<T> : Column
    where T : unmanaged
{
    private ReadOnlyMemory<T> _values;
    private T[]? _pooled;

    internal Column(Codec codec, ReadOnlyMemory<T> values)
        : base(codec, values.Length) => _values = values;

    internal Column(Codec codec, T[] pooled, int count)
        : base(codec, count)
    {
        _pooled = pooled;
        _values = pooled.AsMemory(0, count);
    }

    public ReadOnlyMemory<T> Memory => _values;

    public ReadOnlySpan<T> Values => _values.Span;

    public T this[int row] => _values.Span[row];

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _pooled, null) is { } pooled)
        {
            // A late reader shall fail rather than see another block's values.
            _values = default;
            ArrayPool<T>.Shared.Return(pooled);
        }
        base.Dispose(disposing);
    }
}
