using Platform.Stream.Engines;
using static Platform.Stream.Tests.Engines.EngineCalls;

namespace Platform.Stream.Tests.Engines;

/// <summary>Readers start anywhere and wait at the end.</summary>
public abstract partial class LogEngineConformance
{
    [Fact]
    public async Task A_reader_starts_at_any_offset_of_each_partition()
    {
        await Engine.CreateAsync("t", 3);
        for (var i = 0; i < 300; i++)
        {
            await Engine.AppendAsync("t", Record($"{i}", partition: i % 3));
        }

        foreach (var (a, b) in new[] { (0L, 0L), (0L, 99L), (57L, 3L), (100L, 40L), (100L, 100L) })
        {
            await using var reader = await Engine.ReaderAsync("t", (0, a), (2, b));
            var read = await reader.TakeAsync((int)(200 - a - b));
            Offsets(read, 0).ShouldBe(Range(a, 100));
            Offsets(read, 2).ShouldBe(Range(b, 100));
            reader.Next.ShouldBe([new(0, 100), new(2, 100)]);
            reader.CaughtUp.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_reader_at_the_end_gets_new_records_at_once()
    {
        await Engine.CreateAsync("t");
        await Engine.AppendAsync("t", Record("before"));
        await using var reader = await Engine.ReaderAsync("t", (0, 1));
        reader.CaughtUp.ShouldBeTrue();

        var reading = reader.TakeAsync(1);
        await Task.Delay(50);
        reading.IsCompleted.ShouldBeFalse();
        await Engine.AppendAsync("t", Record("after"));

        (await reading)
            .Single()
            .ShouldSatisfyAllConditions(r => r.Value.ShouldBe("after"), r => r.Offset.ShouldBe(1));
    }

    [Fact]
    public async Task A_reader_says_when_nothing_came_and_goes_on()
    {
        await Engine.CreateAsync("t");
        await using var reader = await Engine.ReaderAsync("t", (0, 0));

        var wait = TimeSpan.FromMilliseconds(30);
        (await reader.ReadAsync(1000, wait, CancellationToken.None)).ShouldBeNull();
        using var cancelled = new CancellationTokenSource(30);
        await Should.ThrowAsync<OperationCanceledException>(async () =>
            await reader.ReadAsync(1000, Patience, cancelled.Token)
        );

        await Engine.AppendAsync("t", Record("x"));
        (await reader.TakeAsync(1)).Single().Value.ShouldBe("x");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public async Task An_offset_outside_the_log_is_refused_with_its_bounds(long offset)
    {
        await Engine.CreateAsync("t");
        await Engine.AppendAsync("t", Record("0"), Record("1"), Record("2"));

        var refused = await Should.ThrowAsync<OffsetOutOfRangeException>(() =>
            Engine.ReaderAsync("t", (0, offset))
        );

        refused.Earliest.ShouldBe(0);
        refused.Next.ShouldBe(3);
        refused.Message.ShouldContain(offset < 0 ? "earliest is 0" : "next record gets 3");
    }

    [Fact]
    public async Task Small_reads_bring_the_same_records()
    {
        await Engine.CreateAsync("t");
        for (var i = 0; i < 200; i++)
        {
            await Engine.AppendAsync("t", Record($"{i}" + new string('x', i * 97 % 20_000)));
        }
        await using var reader = await Engine.ReaderAsync("t", (0, 0));

        var read = await reader.TakeAsync(200, maxBytes: 1);

        Offsets(read, 0).ShouldBe(Range(0, 200));
    }

    [Fact]
    public async Task A_time_finds_the_first_record_not_before_it()
    {
        await Engine.CreateAsync("t", 2);
        for (var i = 0; i < 500; i++)
        {
            var value = $"{i}" + new string('x', 200);
            await Engine.AppendAsync(
                "t",
                Record(value, partition: i % 5 == 0 ? 1 : 0, timestampUs: 1_000_000 + (i * 10))
            );
        }

        foreach (var restart in new[] { false, true })
        {
            if (restart)
            {
                await Harness.RestartAsync();
            }
            (await FindAsync(0)).ShouldBe([0, 0]);
            (await FindAsync(1_000_000)).ShouldBe([0, 0]);
            (await FindAsync(1_000_001)).ShouldBe([0, 1]);
            (await FindAsync(1_002_500)).ShouldBe([200, 50]);
            (await FindAsync(1_004_990)).ShouldBe([399, 100]);
            (await FindAsync(1_004_991)).ShouldBe([400, 100]);
        }

        async Task<long[]> FindAsync(long timestampUs)
        {
            var found = await Engine.FindOffsetsAsync(
                "t",
                [0, 1],
                timestampUs,
                CancellationToken.None
            );
            return [.. found.Select(f => f.Offset)];
        }
    }
}
