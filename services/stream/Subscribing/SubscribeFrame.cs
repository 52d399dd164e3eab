using System.Text;
using Google.Protobuf;
using Platform.Common.V1;
using Platform.Stream.Engines;
using Platform.Stream.V1;

namespace Platform.Stream.Subscribing;

/// <summary>
/// The message of one subscription, filled anew for each write; its records wrap the batch's memory.
/// </summary>
internal sealed class SubscribeFrame
{
    private readonly SubscribeResponse _message = new();
    private readonly List<Record> _records = [];

    public SubscribeResponse Progress(ILogReader reader, bool caughtUp)
    {
        _message.Records.Clear();
        return Finish(reader, withNext: true, caughtUp);
    }

    public SubscribeResponse Records(LogBatch batch, ILogReader reader, bool caughtUp)
    {
        _message.Records.Clear();
        var index = 0;
        foreach (ref readonly var record in batch.Records)
        {
            if (index == _records.Count)
            {
                _records.Add(new Record { Position = new Position() });
            }
            var target = _records[index++];
            Fill(target, record);
            _message.Records.Add(target);
        }
        return Finish(reader, withNext: caughtUp, caughtUp);
    }

    private SubscribeResponse Finish(ILogReader reader, bool withNext, bool caughtUp)
    {
        _message.CaughtUp = caughtUp;
        _message.Next.Clear();
        if (withNext)
        {
            foreach (var (partition, offset) in reader.Next)
            {
                _message.Next.Add(
                    new Position { Partition = (uint)partition, Offset = (ulong)offset }
                );
            }
        }
        return _message;
    }

    private static void Fill(Record target, in LogRecord record)
    {
        target.Position.Partition = (uint)record.Partition;
        target.Position.Offset = (ulong)record.Offset;
        target.Key = UnsafeByteOperations.UnsafeWrap(record.Key);
        target.Value = UnsafeByteOperations.UnsafeWrap(record.Value);
        target.TimestampUs = record.TimestampUs;
        target.RequestId = RequestIds.ToText(record.RequestId);
        target.Headers.Clear();
        foreach (var (name, value) in record.Headers)
        {
            target.Headers.Add(
                new Header
                {
                    Name = Encoding.UTF8.GetString(name.Span),
                    Value = UnsafeByteOperations.UnsafeWrap(value),
                }
            );
        }
    }
}
