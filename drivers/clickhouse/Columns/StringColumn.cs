using System.Buffers;
using System.Text;
using Platform.ClickHouse.Codecs;

namespace Platform.ClickHouse;

/// <summary>Strings as one run of bytes and the end of each; a .NET string is made only when asked for.</summary>
public sealed class StringColumn : Column
{
    private ReadOnlyMemory<byte> _bytes;
    private ReadOnlyMemory<int> _ends;
    private byte[]? _pooledBytes;
    private int[]? _pooledEnds;

    internal StringColumn(Codec codec, ReadOnlyMemory<byte> bytes, ReadOnlyMemory<int> ends)
        : base(codec, ends.Length)
    {
        _bytes = bytes;
        _ends = ends;
    }

    internal StringColumn(Codec codec, byte[] pooledBytes, int[] pooledEnds, int count)
        : base(codec, count)
    {
        _pooledBytes = pooledBytes;
        _pooledEnds = pooledEnds;
        _bytes = pooledBytes;
        _ends = pooledEnds.AsMemory(0, count);
    }

    /// <summary>All bytes, row after row.</summary>
    public ReadOnlySpan<byte> Bytes => Count == 0 ? default : _bytes.Span[.._ends.Span[Count - 1]];

    /// <summary>Where each row's bytes end in <see cref="Bytes"/>; they begin where the row before ends.</summary>
    public ReadOnlySpan<int> Ends => _ends.Span;

    /// <summary>The bytes of one row, which needn't be valid UTF-8.</summary>
    public ReadOnlySpan<byte> GetBytes(int row)
    {
        var ends = _ends.Span;
        var start = row == 0 ? 0 : ends[row - 1];
        return _bytes.Span[start..ends[row]];
    }

    /// <summary>One row as text; bytes that aren't UTF-8 become U+FFFD.</summary>
    public string GetString(int row) => Encoding.UTF8.GetString(GetBytes(row));

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _pooledBytes, null) is { } bytes)
        {
            _bytes = default;
            ArrayPool<byte>.Shared.Return(bytes);
        }
        if (Interlocked.Exchange(ref _pooledEnds, null) is { } ends)
        {
            _ends = default;
            ArrayPool<int>.Shared.Return(ends);
        }
        base.Dispose(disposing);
    }
}
