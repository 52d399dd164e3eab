using Platform.Stream.Engines;
using static Platform.Stream.Tests.Engines.EngineCalls;

namespace Platform.Stream.Tests.Engines;

/// <summary>A repeat of a request id is appended once, within its window.</summary>
public abstract partial class LogEngineConformance
{
    [Fact]
    public async Task A_repeated_request_id_is_answered_with_the_first_position()
    {
        await Engine.CreateAsync("t", 2);
        var first = await Engine.AppendAsync("t", Record("a", id: 5), Record("b", id: 6));
        await Engine.AppendAsync("t", Record("between"));

        var repeat = await Engine.AppendAsync("t", Record("b", id: 6), Record("c", id: 7));
        await Harness.RestartAsync();
        var later = await Engine.AppendAsync("t", Record("a", id: 5), Record("c", id: 7));
        var elsewhere = await Engine.AppendAsync("t", Record("a", partition: 1, id: 5));

        first.ShouldBe([new(0, 0, false), new(0, 1, false)]);
        repeat.ShouldBe([new(0, 1, true), new(0, 3, false)]);
        later.ShouldBe([new(0, 0, true), new(0, 3, true)]);
        elsewhere.ShouldBe([new(1, 0, false)]);
        (await Engine.ReadAllAsync("t")).Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_request_id_twice_in_one_call_is_appended_once()
    {
        await Engine.CreateAsync("t");

        var positions = await Engine.AppendAsync(
            "t",
            Record("a", id: 5),
            Record("a", id: 5),
            Record("b", id: 6),
            Record("a", id: 5)
        );

        positions.ShouldBe([new(0, 0, false), new(0, 0, true), new(0, 1, false), new(0, 0, true)]);
        await Harness.RestartAsync();
        (await Engine.ReadAllAsync("t")).Select(r => r.Value).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Concurrent_repeats_of_a_request_id_append_one_record()
    {
        await Engine.CreateAsync("t");
        for (var round = 1; round <= 50; round++)
        {
            var id = (UInt128)round;
            var calls = Enumerable
                .Range(0, 8)
                .Select(_ => Task.Run(() => Engine.AppendAsync("t", Record("x", id: id))));

            var answers = (await Task.WhenAll(calls)).Select(a => a.Single()).ToList();

            answers.Count(a => !a.Duplicate).ShouldBe(1);
            answers.Select(a => a.Offset).Distinct().ShouldBe([round - 1]);
        }
    }

    [Fact]
    public async Task A_request_id_is_forgotten_after_its_window()
    {
        await Engine.CreateTopicAsync(
            new TopicSettings
            {
                Name = "t",
                Partitions = 1,
                RequestIdWindow = TimeSpan.FromMinutes(10),
            },
            CancellationToken.None
        );
        await Engine.AppendAsync("t", Record("a", id: 5));

        Harness.Time.Advance(TimeSpan.FromMinutes(9));
        (await Engine.AppendAsync("t", Record("a", id: 5)))[0].Duplicate.ShouldBeTrue();
        Harness.Time.Advance(TimeSpan.FromMinutes(2));
        (await Engine.AppendAsync("t", Record("a", id: 5))).ShouldBe([new(0, 1, false)]);
        (await Engine.AppendAsync("t", Record("a", id: 5))).ShouldBe([new(0, 1, true)]);
    }
}
