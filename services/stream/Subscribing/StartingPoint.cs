using Platform.ServiceDefaults;
using Platform.Stream.Engines;
using Platform.Stream.V1;

namespace Platform.Stream.Subscribing;

/// <summary>Turns the start a subscriber asks for into offsets and opens a reader there.</summary>
internal sealed class StartingPoint(ILogEngine engine)
{
    /// <summary>How often retention may move the earliest offset between looking and opening.</summary>
    private const int Attempts = 5;

    public async Task<ILogReader> OpenAsync(
        SubscribeRequest request,
        CancellationToken cancellation
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var status = await engine.GetStatusAsync(request.Topic, cancellation);
            var partitions = Partitions(request, status);
            var (offsets, earliest) = await ResolveAsync(request, status, partitions, cancellation);
            try
            {
                return await engine.OpenReaderAsync(request.Topic, offsets, cancellation);
            }
            catch (OffsetOutOfRangeException moved)
                when (moved.Expired && earliest.Contains(moved.Partition) && attempt < Attempts)
            {
                // It was the earliest a moment ago.
            }
        }
    }

    private static List<int> Partitions(SubscribeRequest request, TopicStatus status)
    {
        var count = status.Partitions.Count;
        if (request.Partitions.Count == 0)
        {
            return [.. Enumerable.Range(0, count)];
        }
        var violations = new List<(string, string)>();
        var wanted = new SortedSet<int>();
        foreach (var partition in request.Partitions)
        {
            if (partition >= count)
            {
                violations.Add(
                    ("partitions", $"the topic has 0 to {count - 1}; {partition} is none of them")
                );
            }
            else if (!wanted.Add((int)partition))
            {
                violations.Add(("partitions", $"{partition} is there twice"));
            }
        }
        Invalid.ThrowIfAny(violations);
        return [.. wanted];
    }

    /// <summary>The offsets, and the partitions whose offset is just the earliest.</summary>
    private async Task<(List<PartitionOffset> Offsets, HashSet<int> Earliest)> ResolveAsync(
        SubscribeRequest request,
        TopicStatus status,
        List<int> partitions,
        CancellationToken cancellation
    )
    {
        IReadOnlyList<PartitionOffset> given;
        switch (request.StartCase)
        {
            case SubscribeRequest.StartOneofCase.Latest:
                given = [.. partitions.Select(p => new PartitionOffset(p, Next(p)))];
                break;
            case SubscribeRequest.StartOneofCase.Offsets:
                given = Given(request.Offsets, partitions);
                break;
            case SubscribeRequest.StartOneofCase.TimeUs:
                given = await engine.FindOffsetsAsync(
                    request.Topic,
                    partitions,
                    request.TimeUs,
                    cancellation
                );
                break;
            case SubscribeRequest.StartOneofCase.Group:
                given = await engine.GetOffsetsAsync(request.Group, request.Topic, cancellation);
                break;
            case SubscribeRequest.StartOneofCase.Earliest:
                given = [];
                break;
            default:
                throw PlatformErrors.CreateInvalid(
                    ("start", "one of earliest, latest, offsets, time_us, group must be set")
                );
        }
        var offsets = new List<PartitionOffset>(partitions.Count);
        var earliest = new HashSet<int>();
        foreach (var partition in partitions)
        {
            var at = Find(given, partition);
            if (at is null)
            {
                earliest.Add(partition);
            }
            offsets.Add(new(partition, at ?? status.Partitions[partition].EarliestOffset));
        }
        return (offsets, earliest);

        long Next(int partition) => status.Partitions[partition].NextOffset;
    }

    private static List<PartitionOffset> Given(Offsets offsets, List<int> partitions)
    {
        var violations = new List<(string, string)>();
        var given = new List<PartitionOffset>();
        foreach (var position in offsets.Positions)
        {
            if (!partitions.Contains((int)position.Partition))
            {
                violations.Add(
                    (
                        "offsets.positions",
                        $"partition {position.Partition} is not in the subscription"
                    )
                );
            }
            else if (Find(given, (int)position.Partition) is not null)
            {
                violations.Add(
                    ("offsets.positions", $"partition {position.Partition} is there twice")
                );
            }
            given.Add(new((int)position.Partition, (long)Math.Min(position.Offset, long.MaxValue)));
        }
        Invalid.ThrowIfAny(violations);
        return given;
    }

    private static long? Find(IReadOnlyList<PartitionOffset> offsets, int partition)
    {
        foreach (var candidate in offsets)
        {
            if (candidate.Partition == partition)
            {
                return candidate.Offset;
            }
        }
        return null;
    }
}
