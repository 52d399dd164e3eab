using Microsoft.Extensions.Options;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Log;
using Platform.Timeseries.Ticks.Subscribe;

namespace Platform.Timeseries.Tests.Live;

public class TickHubTests
{
    private static readonly string[] Symbols = ["A", "B", "C", "D", "E"];
    private static readonly SymbolPartitioner Partitioner = new(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task However_joining_and_publishing_interleave_each_record_comes_once_and_in_order(
        int seed
    )
    {
        var hub = Hub(tapeRows: 50);
        var written = new List<(uint Partition, ulong Offset, string Symbol)>();
        var random = new Random(seed);
        var next = new ulong[3];
        using var stopping = new CancellationTokenSource();
        var publishing = Task.Run(() =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                var symbol = Symbols[random.Next(Symbols.Length)];
                var partition = Partitioner.PartitionOf(symbol);
                var offset = next[partition]++;
                lock (written)
                {
                    written.Add((partition, offset, symbol));
                }
                hub.Publish(Records.Of(symbol, partition, offset));
                hub.StoredThrough(partition, (long)offset);
            }
        });
        var subscribers = Enumerable
            .Range(0, 8)
            .Select(i =>
                Task.Run(() => FollowAsync(hub, written, new Random(seed * 100 + i), publishing))
            )
            .ToList();

        await Task.WhenAll([publishing, .. subscribers]);
    }

    [Fact]
    public async Task A_record_nobody_can_read_ends_the_wait_for_its_position_too()
    {
        var hub = Hub(tapeRows: 10);
        hub.Acknowledged(1, 0);
        var waiting = hub.WaitAcknowledgedAsync(Patience, CancellationToken.None).AsTask();
        waiting.IsCompleted.ShouldBeFalse();

        hub.Pass(1, 0);

        await waiting;
    }

    [Fact]
    public void Memory_gives_up_old_records_only_when_they_are_stored()
    {
        var hub = Hub(tapeRows: 2);
        var partition = Partitioner.PartitionOf("A");
        for (ulong offset = 0; offset < 10; offset++)
        {
            hub.Publish(Records.Of("A", partition, offset));
        }
        hub.EvictedThrough("A").ShouldBe(-1);

        hub.StoredThrough(partition, 6);
        hub.Publish(Records.Of("A", partition, 10));

        hub.EvictedThrough("A").ShouldBe(6);
        hub.InMemory("A").Records.Select(record => record.Offset).ShouldBe([7ul, 8ul, 9ul, 10ul]);
    }

    [Fact]
    public void Under_pressure_memory_gives_way_even_to_what_is_not_stored()
    {
        var hub = Hub(tapeRows: 1_000_000, tapeBytes: 1 << 20);
        var partition = Partitioner.PartitionOf("A");
        for (ulong offset = 0; offset < 100; offset++)
        {
            hub.Publish(Records.Of("A", partition, offset, rows: 1_000));
        }

        hub.EvictedThrough("A")!.Value.ShouldBeGreaterThan(0);
        hub.InMemory("A").Records.Sum(record => record.Value.Length).ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public void Recent_records_are_whole_and_cover_the_rows_asked_for()
    {
        var hub = Hub(tapeRows: 1_000);
        var partition = Partitioner.PartitionOf("A");
        for (ulong offset = 0; offset < 10; offset++)
        {
            hub.Publish(Records.Of("A", partition, offset, rows: 7));
        }

        hub.Recent("A", 15, null)!.Select(record => record.Offset).ShouldBe([7ul, 8ul, 9ul]);
        hub.Recent("A", 1_000, null)!.Count.ShouldBe(10, "there are no more");
        hub.Recent("NONE", 5, null).ShouldBe([]);
    }

    /// <summary>
    /// Joins at a random cursor, plays storage from the list of what was written, and checks that what
    /// comes is the list from the cursor on.
    /// </summary>
    private static async Task FollowAsync(
        TickHub hub,
        List<(uint Partition, ulong Offset, string Symbol)> written,
        Random random,
        Task publishing
    )
    {
        var wanted = random.Next(4) == 0 ? [] : Symbols.Where(_ => random.Next(2) == 0).ToArray();
        var scope = new TickScope(Partitioner, wanted, []);
        var cursor = new Cursor(
            Enumerable.Range(0, 3).Select(_ => (long)random.Next(-1, 500)).ToArray()
        );
        while (
            !publishing.IsCompleted
            && scope.Partitions.Any(p => hub.PublishedThrough(p) < cursor.Through(p))
        )
        {
            await Task.Delay(1);
        }
        var from = Enumerable.Range(0, 3).Select(p => cursor.Through((uint)p)).ToArray();
        var seen = new List<(uint Partition, ulong Offset)>();
        var queue = new LiveQueue(SlowReader.CatchUp, int.MaxValue, recordsMax: 200);
        var batch = new LiveBatch();
        var isLive = false;
        while (true)
        {
            if (!isLive)
            {
                isLive = CatchUp(hub, scope, cursor, queue, written, seen);
                continue;
            }
            var isDone = publishing.IsCompleted;
            var state = queue.Take(batch, 1_000);
            foreach (var record in batch.Records)
            {
                cursor.Pass(record.Partition, (long)record.Offset).ShouldBeTrue();
                seen.Add((record.Partition, record.Offset));
            }
            if (batch.Records.Count > 0)
            {
                continue;
            }
            if (state == LiveState.Overflowed)
            {
                hub.Leave(scope, queue);
                isLive = false;
                continue;
            }
            if (isDone)
            {
                break;
            }
            if (random.Next(50) == 0)
            {
                await Task.Delay(2);
            }
        }
        var expected = written
            .Where(w => scope.IsAll || scope.Symbols.Contains(w.Symbol))
            .Where(w => (long)w.Offset > from[w.Partition])
            .Select(w => (w.Partition, w.Offset));
        foreach (var partition in expected.GroupBy(w => w.Partition))
        {
            seen.Where(s => s.Partition == partition.Key).ShouldBe(partition);
        }
        seen.Count.ShouldBe(expected.Count());
    }

    private static bool CatchUp(
        TickHub hub,
        TickScope scope,
        Cursor cursor,
        LiveQueue queue,
        List<(uint Partition, ulong Offset, string Symbol)> written,
        List<(uint Partition, ulong Offset)> seen
    )
    {
        var join = hub.TryJoin(scope, cursor, queue, onlyWithoutBacklog: false);
        if (join.Outcome == JoinOutcome.TooFarBehind)
        {
            foreach (
                var record in join.Backlog.Where(r => cursor.Pass(r.Partition, (long)r.Offset))
            )
            {
                seen.Add((record.Partition, record.Offset));
            }
        }
        if (join.Outcome == JoinOutcome.NeedsStorage)
        {
            lock (written)
            {
                foreach (var (partition, boundary) in join.Boundaries)
                {
                    seen.AddRange(
                        written
                            .Where(w => w.Partition == partition)
                            .Where(w => scope.IsAll || scope.Symbols.Contains(w.Symbol))
                            .Where(w => (long)w.Offset > cursor.Through(partition))
                            .Where(w => (long)w.Offset <= boundary)
                            .Select(w => (w.Partition, w.Offset))
                    );
                    cursor.Pass(partition, boundary);
                }
            }
        }
        return join.Outcome == JoinOutcome.Joined;
    }

    private static TickHub Hub(int tapeRows, long tapeBytes = 64 << 20)
    {
        var hub = new TickHub(
            Options.Create(new LiveOptions { TapeRows = tapeRows, TapeBytesMax = tapeBytes }),
            TimeProvider.System
        );
        hub.Start([-1, -1, -1], [0, 0, 0], []);
        return hub;
    }
}
