using System.Runtime.InteropServices;

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
    /// Going forward never overwrites an index not yet read: its place is at or after the one being written.
    /// </summary>
    public static ulong Widen(int[] indexes, int count, int width)
    {
        var ints = indexes.AsSpan(0, count);
        ulong max = 0;
        if (width == 1)
        {
            var source = MemoryMarshal.AsBytes(ints)[(3 * count)..];
            for (var i = 0; i < count; i++)
            {
                var index = source[i];
                max = Math.Max(max, index);
                ints[i] = index;
            }
        }
        else if (width == 2)
        {
            var source = MemoryMarshal.Cast<int, ushort>(ints)[count..];
            for (var i = 0; i < count; i++)
            {
                var index = source[i];
                max = Math.Max(max, index);
                ints[i] = index;
            }
        }
        else if (width == 4)
        {
            foreach (var index in ints)
            {
                max = Math.Max(max, (uint)index);
            }
        }
        else
        {
            var source = MemoryMarshal.Cast<int, ulong>(indexes.AsSpan(0, 2 * count));
            for (var i = 0; i < count; i++)
            {
                var index = source[i];
                max = Math.Max(max, index);
                ints[i] = (int)index;
            }
        }
        return max;
    }
}
