using Grpc.Core;
using Platform.Timeseries.Ticks.Model;

namespace Platform.Timeseries.Ticks.Read;

/// <summary>
/// A ReadTicksResponse whose batch is already the bytes of a TickBatch: it goes out without a message object being made of them.
/// </summary>
internal sealed record EncodedTicks(ReadOnlyMemory<byte> Batch, string NextPageToken)
{
    private const int BatchField = 1;
    private const int NextPageTokenField = 2;

    public static Marshaller<EncodedTicks> Marshaller { get; } =
        new(
            static (ticks, context) => ticks.Serialize(context),
            static _ => throw new NotSupportedException("Ticks are only sent.")
        );

    private void Serialize(SerializationContext context)
    {
        var token = System.Text.Encoding.UTF8.GetByteCount(NextPageToken);
        var size =
            (Batch.IsEmpty ? 0 : WireWriter.SizeOfBlock(Batch.Length))
            + (token == 0 ? 0 : WireWriter.SizeOfBlock(token));
        context.SetPayloadLength(size);
        var output = context.GetBufferWriter();
        if (size > 0)
        {
            var writer = new WireWriter(output.GetSpan(size)[..size]);
            if (!Batch.IsEmpty)
            {
                writer.Block(BatchField, Batch.Span);
            }
            if (token > 0)
            {
                writer.Text(NextPageTokenField, NextPageToken);
            }
            output.Advance(size);
        }
        context.Complete();
    }
}
