using System.Buffers;
using Google.Protobuf;
using Platform.Common.V1;

namespace Platform.Timeseries.Tables.Insert;

/// <summary>Tells two batches apart, so that a request_id used again for other rows is noticed.</summary>
internal static class BatchDigest
{
    public static ulong Of(RowBatch batch)
    {
        var size = batch.CalculateSize();
        var bytes = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            batch.WriteTo(bytes.AsSpan(0, size));
            // FNV-1a over words: no attacker gains by a collision with a request_id of his own.
            var hash = 14_695_981_039_346_656_037UL;
            var words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(
                bytes.AsSpan(0, size)
            );
            foreach (var word in words)
            {
                hash = (hash ^ word) * 1_099_511_628_211UL;
                hash ^= hash >> 32;
            }
            foreach (var rest in bytes.AsSpan(words.Length * sizeof(ulong), size % sizeof(ulong)))
            {
                hash = (hash ^ rest) * 1_099_511_628_211UL;
            }
            return hash;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
