using Platform.Stream.Engines;
using static Platform.Stream.Tests.Engines.EngineCalls;

namespace Platform.Stream.Tests.Engines;

/// <summary>Old records go, and who still wants them is told.</summary>
public abstract partial class LogEngineConformance
{
    [Fact]
    public async Task Retention_by_size_moves_the_earliest_offset_forward()
    {
        await Engine.CreateTopicAsync(
            new TopicSettings
            {
                Name = "t",
                Partitions = 2,
                RetentionBytes = 300_000,
            },
            CancellationToken.None
        );
        for (var i = 0; i < 400; i++)
        {
            // Partition 1 gets records only in what will be removed.
            var partition = i < 20 ? 1 : 0;
            await Engine.AppendAsync(
                "t",
                Record(new string('x', 3000), partition, id: (UInt128)i + 1)
            );
        }

        await Harness.ApplyRetentionAsync();

        foreach (var restart in new[] { false, true })
        {
            if (restart)
            {
                await Harness.RestartAsync();
            }
            var status = await Engine.GetStatusAsync("t", CancellationToken.None);
            var (zero, one) = (status.Partitions[0], status.Partitions[1]);
            zero.EarliestOffset.ShouldBeInRange(100, 370);
            zero.NextOffset.ShouldBe(380);
            one.ShouldBe(new PartitionRange(1, 20, 20));
            var expired = await Should.ThrowAsync<OffsetOutOfRangeException>(() =>
                Engine.ReaderAsync("t", (0, zero.EarliestOffset - 1))
            );
            expired.Expired.ShouldBeTrue();
            expired.Earliest.ShouldBe(zero.EarliestOffset);
            Offsets(await Engine.ReadAllAsync("t"), 0).ShouldBe(Range(zero.EarliestOffset, 380));
        }
        (await Engine.AppendAsync("t", Record("n", partition: 1)))[0].Offset.ShouldBe(20);
        (await Engine.AppendAsync("t", Record("r", partition: 1, id: 1))).ShouldBe([
            new(1, 0, true),
        ]);
    }

    [Fact]
    public async Task Retention_by_time_removes_what_is_old()
    {
        await Engine.CreateTopicAsync(
            new TopicSettings
            {
                Name = "t",
                Partitions = 1,
                Retention = TimeSpan.FromHours(1),
            },
            CancellationToken.None
        );
        for (var i = 0; i < 200; i++)
        {
            // Old timestamps of the producer must not count: a replay of another year stays.
            await Engine.AppendAsync("t", Record(new string('x', 3000), timestampUs: 1));
        }
        await Harness.ApplyRetentionAsync();
        (await EarliestAsync()).ShouldBe(0);

        Harness.Time.Advance(TimeSpan.FromMinutes(61));
        for (var i = 0; i < 60; i++)
        {
            await Engine.AppendAsync("t", Record(new string('x', 3000)));
        }
        await Harness.ApplyRetentionAsync();

        (await EarliestAsync()).ShouldBeInRange(100, 200);
        (await Engine.ReadAllAsync("t")).Count.ShouldBeGreaterThanOrEqualTo(60);

        async Task<long> EarliestAsync() =>
            (await Engine.GetStatusAsync("t", CancellationToken.None)).Partitions[0].EarliestOffset;
    }

    [Fact]
    public async Task A_reader_that_retention_overtakes_is_told_the_earliest()
    {
        await Engine.CreateTopicAsync(
            new TopicSettings
            {
                Name = "t",
                Partitions = 1,
                RetentionBytes = 200_000,
            },
            CancellationToken.None
        );
        await Engine.AppendAsync("t", Record("first"));
        await using var reader = await Engine.ReaderAsync("t", (0, 0));
        for (var i = 0; i < 300; i++)
        {
            await Engine.AppendAsync("t", Record(new string('x', 3000)));
        }
        await Harness.ApplyRetentionAsync();

        var told = await Should.ThrowAsync<OffsetOutOfRangeException>(async () =>
            await reader.ReadAsync(1000, Patience, CancellationToken.None)
        );

        told.Expired.ShouldBeTrue();
        told.Earliest.ShouldBeGreaterThan(0);
    }
}
