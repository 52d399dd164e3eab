using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Platform.ClickHouse.Codecs;

/// <summary>Turns dictionary indexes of 1, 2 or 8 bytes into ints and ints into 1 or 2 bytes.</summary>
internal static class IndexWidths
{
    public static void Narrow(ReadOnlySpan<int> indexes, Span<byte> destination, int width)
    {
        if (width == 1)
        {
            for (var i = 0; i < indexes.Length; i++)
            {
                destination[i] = (byte)indexes[i];
            }
            return;
        }
        var shorts = MemoryMarshal.Cast<byte, ushort>(destination);
        for (var i = 0; i < indexes.Length; i++)
        {
            shorts[i] = (ushort)indexes[i];
        }
    }

    /// <summary>
    /// Widens the last count × width bytes of the first count ints (of 2 × count for width 8) in place; the largest index.
    /// Going forward never overwrites an index not yet read: n elements written end no later than n elements read.
    /// </summary>
    public static ulong Widen(int[] indexes, int count, int width)
    {
        var ints = indexes.AsSpan(0, count);
        return width switch
        {
            1 => WidenBytes(MemoryMarshal.AsBytes(ints)[(3 * count)..], ints),
            2 => WidenShorts(MemoryMarshal.Cast<int, ushort>(ints)[count..], ints),
            4 => Max(MemoryMarshal.Cast<int, uint>(ints)),
            _ => NarrowLongs(MemoryMarshal.Cast<int, ulong>(indexes.AsSpan(0, 2 * count)), ints),
        };
    }

    private static ulong WidenBytes(ReadOnlySpan<byte> source, Span<int> target)
    {
        var maxima = Vector128<byte>.Zero;
        var i = 0;
        for (; i <= source.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var bytes = Vector128.Create(source[i..]);
            maxima = Vector128.Max(maxima, bytes);
            var (low, high) = Vector128.Widen(bytes);
            var (first, second) = Vector128.Widen(low);
            var (third, fourth) = Vector128.Widen(high);
            first.AsInt32().CopyTo(target[i..]);
            second.AsInt32().CopyTo(target[(i + 4)..]);
            third.AsInt32().CopyTo(target[(i + 8)..]);
            fourth.AsInt32().CopyTo(target[(i + 12)..]);
        }
        byte max = 0;
        for (var lane = 0; lane < Vector128<byte>.Count; lane++)
        {
            max = Math.Max(max, maxima[lane]);
        }
        for (; i < source.Length; i++)
        {
            var index = source[i];
            max = Math.Max(max, index);
            target[i] = index;
        }
        return max;
    }

    private static ulong WidenShorts(ReadOnlySpan<ushort> source, Span<int> target)
    {
        var maxima = Vector128<ushort>.Zero;
        var i = 0;
        for (; i <= source.Length - Vector128<ushort>.Count; i += Vector128<ushort>.Count)
        {
            var shorts = Vector128.Create(source[i..]);
            maxima = Vector128.Max(maxima, shorts);
            var (low, high) = Vector128.Widen(shorts);
            low.AsInt32().CopyTo(target[i..]);
            high.AsInt32().CopyTo(target[(i + 4)..]);
        }
        ushort max = 0;
        for (var lane = 0; lane < Vector128<ushort>.Count; lane++)
        {
            max = Math.Max(max, maxima[lane]);
        }
        for (; i < source.Length; i++)
        {
            var index = source[i];
            max = Math.Max(max, index);
            target[i] = index;
        }
        return max;
    }

    private static ulong NarrowLongs(ReadOnlySpan<ulong> source, Span<int> target)
    {
        var max = 0UL;
        for (var i = 0; i < target.Length; i++)
        {
            var index = source[i];
            max = Math.Max(max, index);
            target[i] = (int)index;
        }
        return max;
    }

    private static ulong Max(ReadOnlySpan<uint> indexes)
    {
        var max = 0U;
        foreach (var index in indexes)
        {
            max = Math.Max(max, index);
        }
        return max;
    }
}
