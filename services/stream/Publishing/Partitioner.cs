using System.Buffers.Binary;

namespace Platform.Stream.Publishing;

/// <summary>
/// The partition of a record that names none: by its key's murmur2, as Kafka's clients choose, so
/// that a key stays where it is when the engine changes.
/// </summary>
internal static class Partitioner
{
    public static int ByKey(ReadOnlySpan<byte> key, int partitions) =>
        (int)((Murmur2(key) & 0x7FFFFFFF) % (uint)partitions);

    /// <summary>A record without a key: a repeat must come to where the first was.</summary>
    public static int ByRequestId(UInt128 id, int partitions)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id);
        return ByKey(bytes, partitions);
    }

    internal static uint Murmur2(ReadOnlySpan<byte> data)
    {
        const uint seed = 0x9747B28C;
        const uint m = 0x5BD1E995;
        var h = seed ^ (uint)data.Length;
        while (data.Length >= 4)
        {
            var k = BinaryPrimitives.ReadUInt32LittleEndian(data) * m;
            k ^= k >> 24;
            h = (h * m) ^ (k * m);
            data = data[4..];
        }
        for (var i = data.Length - 1; i >= 0; i--)
        {
            h ^= (uint)data[i] << (8 * i);
        }
        if (data.Length > 0)
        {
            h *= m;
        }
        h ^= h >> 13;
        h *= m;
        return h ^ (h >> 15);
    }
}
