using System.Buffers;
using System.Text;
using Platform.ClickHouse.Codecs;

namespace Platform.ClickHouse;

/// <summary>FixedString(N): every row is exactly N bytes, shorter text padded with zeros.</summary>
public sealed class FixedStringColumn : Column
{
    private ReadOnlyMemory<byte> _bytes;
    private byte[]? _pooled;

    internal FixedStringColumn(Codec codec, ReadOnlyMemory<byte> bytes, int count)
        : base(codec, count) => _bytes = bytes;

    internal FixedStringColumn(Codec codec, byte[] pooled, int count)
        : base(codec, count)
    {
        _pooled = pooled;
        _bytes = pooled.AsMemory(0, count * codec.Type.Length);
    }

    public ReadOnlyMemory<byte> Memory => _bytes;

    public ReadOnlySpan<byte> GetBytes(int row) =>
        _bytes.Span.Slice(row * Type.Length, Type.Length);

    /// <summary>One row as text, without the zeros at its end.</summary>
    public string GetString(int row) => Encoding.UTF8.GetString(GetBytes(row).TrimEnd((byte)0));

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _pooled, null) is { } pooled)
        {
            _bytes = default;
            ArrayPool<byte>.Shared.Return(pooled);
        }
        base.Dispose(disposing);
    }
}
