using Platform.Stream.Engines;
using static Platform.Stream.Tests.Engines.EngineCalls;

namespace Platform.Stream.Tests.Engines;

/// <summary>How the log grows from file to file.</summary>
public sealed class FasterSegmentTests
{
    [Fact]
    public async Task The_next_segment_is_made_ahead_and_taken_when_its_turn_comes()
    {
        await using var harness = new FasterHarness();
        await harness.StartAsync();
        await harness.Engine.CreateAsync("t");
        var spare = System.IO.Path.Join(harness.TopicPath("t"), "spare");
        await ExistsAsync(spare);

        // Into the first file, then past its middle.
        await harness.Engine.AppendAsync("t", Record("first"));
        File.Exists(spare).ShouldBeFalse();
        await FillAsync(harness.Engine, harness.Options.SegmentBytes * 6 / 10);
        await ExistsAsync(spare);
        harness.LogFiles("t").Length.ShouldBe(1);
        new FileInfo(spare).Length.ShouldBe(harness.Options.SegmentBytes);
        await FillAsync(harness.Engine, harness.Options.SegmentBytes / 2);

        harness.LogFiles("t").Length.ShouldBe(2);
        var before = await harness.Engine.ReadAllAsync("t");
        await harness.RestartAsync();
        (await harness.Engine.ReadAllAsync("t")).Count.ShouldBe(before.Count);
    }

    [Fact]
    public async Task Settings_that_are_no_powers_of_two_are_rounded_up()
    {
        await using var harness = new FasterHarness();
        await harness.StartAsync();
        await harness.Engine.CreateTopicAsync(
            new TopicSettings
            {
                Name = "t",
                Partitions = 3,
                SegmentBytes = 300_000,
                MemoryBytes = 100_000,
                MaxRecordBytes = 50_000,
            },
            CancellationToken.None
        );
        for (var i = 0; i < 200; i++)
        {
            await harness.Engine.AppendAsync("t", Record($"{i}" + new string('x', 9000), i % 3));
        }
        await harness.RestartAsync();

        (await harness.Engine.ReadAllAsync("t")).Count.ShouldBe(200);
        new FileInfo(harness.LogFiles("t")[0]).Length.ShouldBe(512 * 1024);
    }

    [Fact]
    public async Task Later_options_do_not_change_how_a_topic_lies_on_the_disk()
    {
        await using var harness = new FasterHarness();
        await harness.StartAsync();
        await harness.Engine.CreateAsync("t");
        await FillAsync(harness.Engine, 400_000);
        var before = await harness.Engine.ReadAllAsync("t");

        harness.Options = harness.Options with
        {
            SegmentBytes = 1 << 20,
            MaxRecordBytes = 200_000,
            MemoryBytes = 1 << 20,
        };
        await harness.RestartAsync();

        await FillAsync(harness.Engine, 400_000);
        (await harness.Engine.ReadAllAsync("t")).Count.ShouldBe(before.Count * 2);
        harness.LogFiles("t").ShouldAllBe(f => new FileInfo(f).Length == 128 * 1024);
        // The page of the topic's files bounds its records, whatever the options allow now.
        var refused = await Should.ThrowAsync<RecordTooLargeException>(() =>
            harness.Engine.AppendAsync("t", Record(new string('x', 100_000)))
        );
        refused.Limit.ShouldBeLessThan(32 * 1024);
    }

    [Fact]
    public async Task Records_of_every_size_fit_at_the_end_of_a_page_or_begin_the_next()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var harness = new FasterHarness();
        await harness.StartAsync();
        await harness.Engine.CreateAsync("t");
        var sizes = new List<int>();
        for (var i = 0; i < 1500; i++)
        {
            // Around what is left of a page, as often as not.
            sizes.Add(random.Next(3) == 0 ? random.Next(29_000) : random.Next(200));
        }
        foreach (var size in sizes)
        {
            await harness.Engine.AppendAsync("t", Record(new string('x', size)));
            if (random.Next(100) == 0)
            {
                await harness.RestartAsync();
            }
        }

        var read = await harness.Engine.ReadAllAsync("t");
        read.Select(r => r.Value.Length).ShouldBe(sizes, $"seed {seed}");
    }

    private static async Task FillAsync(ILogEngine engine, int bytes)
    {
        for (var filled = 0; filled < bytes; filled += 2000)
        {
            await engine.AppendAsync("t", Record(new string('x', 1960)));
        }
    }

    private static async Task ExistsAsync(string path)
    {
        for (var i = 0; !File.Exists(path); i++)
        {
            i.ShouldBeLessThan(3_000, path);
            await Task.Delay(20);
        }
    }
}
