using System.Text;

namespace Platform.Timeseries.Ticks.Log;

/// <summary>
/// Which partition of the topic a symbol is in: Kafka's default partitioner, murmur2 of the key, so
/// that producers of any client library agree.
/// </summary>
internal sealed class SymbolPartitioner(int partitions)
{
    public int Partitions { get; } = partitions;

    public uint PartitionOf(string symbol)
    {
        Span<byte> key = stackalloc byte[Encoding.UTF8.GetMaxByteCount(128)];
        var length = Encoding.UTF8.GetBytes(symbol, key);
        return (uint)((Murmur2(key[..length]) & 0x7fffffff) % Partitions);
    }

    private static int Murmur2(ReadOnlySpan<byte> data)
    {
        const uint m = 0x5bd1e995;
        const int r = 24;
        var h = 0x9747b28c ^ (uint)data.Length;
        var rest = data;
        while (rest.Length >= 4)
        {
            var k = BitConverter.ToUInt32(rest) * m;
            k ^= k >> r;
            h = (h * m) ^ (k * m);
            rest = rest[4..];
        }
        switch (rest.Length)
        {
            case 3:
                h ^= (uint)rest[2] << 16;
                goto case 2;
            case 2:
                h ^= (uint)rest[1] << 8;
                goto case 1;
            case 1:
                h ^= rest[0];
                h *= m;
                break;
        }
        h ^= h >> 13;
        h *= m;
        return (int)(h ^ (h >> 15));
    }
}
