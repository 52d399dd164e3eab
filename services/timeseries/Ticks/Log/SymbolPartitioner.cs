using System.Text;
using Platform.Stream.V1;

namespace Platform.Timeseries.Ticks.Log;

/// <summary>
/// Which partition of the topic a symbol is in: its key's, so that a producer that leaves the choice
/// to the log agrees.
/// </summary>
internal sealed class SymbolPartitioner(int partitions)
{
    public int Partitions { get; } = partitions;

    public uint PartitionOf(string symbol)
    {
        Span<byte> key = stackalloc byte[Encoding.UTF8.GetMaxByteCount(128)];
        var length = Encoding.UTF8.GetBytes(symbol, key);
        return KeyPartition.Of(key[..length], (uint)Partitions);
    }
}
