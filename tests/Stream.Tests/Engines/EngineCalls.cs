using System.Text;
using Platform.Stream.Engines;

namespace Platform.Stream.Tests.Engines;

/// <summary>What most tests do to an engine, in a line each.</summary>
internal static class EngineCalls
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static ValueTask<TopicSettings> CreateAsync(
        this ILogEngine engine,
        string topic,
        int partitions = 1
    ) =>
        engine.CreateTopicAsync(
            new TopicSettings { Name = topic, Partitions = partitions },
            CancellationToken.None
        );

    public static async Task<AppendedPosition[]> AppendAsync(
        this ILogEngine engine,
        string topic,
        params AppendRecord[] records
    )
    {
        var append = await engine.AppendAsync(topic, records, CancellationToken.None);
        await append.Durable.WaitAsync(Patience);
        return append.Positions.ToArray();
    }

    public static AppendRecord Record(
        string value,
        int partition = 0,
        string key = "",
        UInt128 id = default,
        long timestampUs = 0
    ) =>
        new()
        {
            Partition = partition,
            Key = Encoding.UTF8.GetBytes(key),
            Value = Encoding.UTF8.GetBytes(value),
            RequestId = id,
            TimestampUs = timestampUs,
        };

    public static async Task<ILogReader> ReaderAsync(
        this ILogEngine engine,
        string topic,
        params (int Partition, long Offset)[] from
    ) =>
        await engine.OpenReaderAsync(
            topic,
            [.. from.Select(f => new PartitionOffset(f.Partition, f.Offset))],
            CancellationToken.None
        );

    /// <summary>Reads exactly so many records, failing when they don't come.</summary>
    public static async Task<List<Read>> TakeAsync(
        this ILogReader reader,
        int count,
        int maxBytes = 1 << 20
    )
    {
        var taken = new List<Read>();
        while (taken.Count < count)
        {
            using var batch = await reader.ReadAsync(maxBytes, Patience, CancellationToken.None);
            if (batch is null)
            {
                throw new TimeoutException($"Only {taken.Count} of {count} records came.");
            }
            taken.AddRange(Copy(batch));
        }
        return taken;
    }

    /// <summary>Everything from the earliest offset of every partition to the end.</summary>
    public static async Task<List<Read>> ReadAllAsync(this ILogEngine engine, string topic)
    {
        var status = await engine.GetStatusAsync(topic, CancellationToken.None);
        var from = status.Partitions.Select(p => (p.Partition, p.EarliestOffset)).ToArray();
        var count = status.Partitions.Sum(p => p.NextOffset - p.EarliestOffset);
        await using var reader = await engine.ReaderAsync(topic, from);
        var read = await reader.TakeAsync((int)count);
        read.Count.ShouldBe((int)count);
        return read;
    }

    public static List<Read> Copy(LogBatch batch)
    {
        var copies = new List<Read>(batch.Count);
        foreach (ref readonly var record in batch.Records)
        {
            var headers = new List<(string, string)>();
            foreach (var (name, value) in record.Headers)
            {
                headers.Add((Text(name), Text(value)));
            }
            copies.Add(
                new Read(
                    record.Partition,
                    record.Offset,
                    Text(record.Key),
                    Text(record.Value),
                    record.TimestampUs,
                    record.RequestId,
                    headers
                )
            );
        }
        return copies;
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}

/// <summary>A record read, in memory of its own.</summary>
internal sealed record Read(
    int Partition,
    long Offset,
    string Key,
    string Value,
    long TimestampUs,
    UInt128 RequestId,
    List<(string Name, string Value)> Headers
);
