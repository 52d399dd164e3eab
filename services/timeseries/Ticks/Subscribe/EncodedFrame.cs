using Grpc.Core;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Ticks.Subscribe;

/// <summary>
/// A frame on its way to one subscriber. The ticks are the very bytes every other subscriber of the
/// symbol is sent; only the envelope around them is its own. Reused once it is written.
/// </summary>
internal sealed class EncodedFrame
{
    private const int FrameField = 1;
    private const int TicksField = 2;
    private const int BatchesField = 1;
    private const int HistoryField = 2;
    private const int SnapshotField = 3;
    private const int ConflatedField = 4;
    private const int SendTimeField = 11;

    private readonly List<ReadOnlyMemory<byte>> _batches = [];

    /// <summary>Everything of the frame but the batches and the send time.</summary>
    public TickFrame Envelope { get; } = new();

    public bool History { get; set; }

    public bool Snapshot { get; set; }

    public ulong ConflatedRows { get; set; }

    public bool HasTicks => _batches.Count > 0 || ConflatedRows > 0;

    public int BatchBytes { get; private set; }

    /// <summary>Encoded TickBatches, the subscriber's rows only.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Batches => _batches;

    public static Marshaller<EncodedFrame> Marshaller { get; } =
        new(
            static (frame, context) => frame.Serialize(context),
            static _ => throw new NotSupportedException("Frames are only sent.")
        );

    public void AddBatch(ReadOnlyMemory<byte> batch)
    {
        _batches.Add(batch);
        BatchBytes += batch.Length;
    }

    public void Clear()
    {
        _batches.Clear();
        BatchBytes = 0;
        History = Snapshot = false;
        ConflatedRows = 0;
        var subscription = Envelope.Subscription;
        Envelope.ClearBody();
        Envelope.Positions.Clear();
        Envelope.Partial.Clear();
        Envelope.EventTimeUs = Envelope.IngestTimeUs = Envelope.PublishTimeUs = 0;
        Envelope.Subscription = subscription;
    }

    private void Serialize(SerializationContext context)
    {
        // The time of handing over is the last thing known, so it is not part of the envelope.
        var sendTime = (ulong)MicroTime.Now(TimeProvider.System);
        var envelope = Envelope.CalculateSize();
        var ticks = TicksSize();
        var frame =
            (HasTicks ? WireWriter.SizeOfBlock(ticks) : 0)
            + envelope
            + WireWriter.SizeOfNumber(sendTime);
        var size = WireWriter.SizeOfBlock(frame);
        context.SetPayloadLength(size);
        var output = context.GetBufferWriter();
        var target = output.GetSpan(size)[..size];
        var writer = new WireWriter(target);
        writer.BlockStart(FrameField, frame);
        if (HasTicks)
        {
            writer.BlockStart(TicksField, ticks);
            foreach (var batch in _batches)
            {
                writer.Block(BatchesField, batch.Span);
            }
            writer.Number(HistoryField, History ? 1UL : 0);
            writer.Number(SnapshotField, Snapshot ? 1UL : 0);
            writer.Number(ConflatedField, ConflatedRows);
        }
        writer.Message(Envelope, envelope);
        writer.Number(SendTimeField, sendTime);
        output.Advance(size);
        context.Complete();
    }

    private int TicksSize()
    {
        var size =
            WireWriter.SizeOfNumber(History ? 1UL : 0)
            + WireWriter.SizeOfNumber(Snapshot ? 1UL : 0)
            + WireWriter.SizeOfNumber(ConflatedRows);
        foreach (var batch in _batches)
        {
            size += WireWriter.SizeOfBlock(batch.Length);
        }
        return size;
    }
}
