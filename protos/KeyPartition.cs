using System.Buffers.Binary;

namespace Platform.Stream.V1;

/// <summary>
/// The partition of a record that has a key and names none: by the key's murmur2, as Kafka's clients
/// choose. Part of the contract: the log and every producer agree, and a key stays where it is when
/// the engine changes.
/// </summary>
public static class KeyPartition
{
    public static uint Of(ReadOnlySpan<byte> key, uint partitions) =>
        (Murmur2(key) & 0x7FFFFFFF) % partitions;

    private static uint Murmur2(ReadOnlySpan<byte> data)
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
