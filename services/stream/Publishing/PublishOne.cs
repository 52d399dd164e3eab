using System.Buffers;
using Google.Protobuf.Collections;
using Platform.Common.V1;
using Platform.Stream.Engines;
using Platform.Stream.V1;

namespace Platform.Stream.Publishing;

/// <summary>
/// One request on its way to the disk. The records' memory is the request's own; only the list of
/// them is pooled, and goes back only when the log is surely done with it.
/// </summary>
internal sealed class PublishOne(Append append, AppendRecord[] pooled, long bytes)
{
    public long Bytes => bytes;

    public static async ValueTask<PublishOne> BeginAsync(
        ILogEngine engine,
        RecordIntake intake,
        string topic,
        RepeatedField<NewRecord> records,
        CancellationToken cancellation
    )
    {
        intake.CheckCount(records.Count);
        var settings = await engine.GetTopicAsync(topic, cancellation);
        var pooled = ArrayPool<AppendRecord>.Shared.Rent(records.Count);
        var taken = pooled.AsMemory(0, records.Count);
        var bytes = intake.Take(records, settings.Partitions, taken.Span);
        var append = await engine.AppendAsync(topic, taken, cancellation);
        return new PublishOne(append, pooled, bytes);
    }

    /// <summary>Waits for the disk, then fills in the answers.</summary>
    public async Task CompleteAsync(RepeatedField<RecordAck> acks, CancellationToken cancellation)
    {
        await append.Durable.WaitAsync(cancellation);
        foreach (ref readonly var position in append.Positions)
        {
            acks.Add(
                new RecordAck
                {
                    Position = new Position
                    {
                        Partition = (uint)position.Partition,
                        Offset = (ulong)position.Offset,
                    },
                    Duplicate = position.Duplicate,
                }
            );
        }
        ArrayPool<AppendRecord>.Shared.Return(pooled, clearArray: true);
    }
}
