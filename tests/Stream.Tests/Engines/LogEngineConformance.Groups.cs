using Platform.Stream.Engines;
using static Platform.Stream.Tests.Engines.EngineCalls;

namespace Platform.Stream.Tests.Engines;

/// <summary>Offsets of consumer groups.</summary>
public abstract partial class LogEngineConformance
{
    [Fact]
    public async Task Group_offsets_are_kept_over_a_restart()
    {
        await Engine.CreateAsync("t", 3);
        await Engine.CreateAsync("u", 1);
        await Engine.AppendAsync("t", Record("0"), Record("1"), Record("x", partition: 2));
        await Engine.CommitOffsetsAsync("g", "t", [new(0, 1), new(2, 1)], CancellationToken.None);
        await Engine.CommitOffsetsAsync("g", "t", [new(0, 2)], CancellationToken.None);
        await Engine.CommitOffsetsAsync("g", "u", [new(0, 0)], CancellationToken.None);
        await Engine.CommitOffsetsAsync("f", "t", [new(1, 0)], CancellationToken.None);

        await Harness.RestartAsync();

        var offsets = await Engine.GetOffsetsAsync("g", "t", CancellationToken.None);
        offsets.ShouldBe([new(0, 2), new(2, 1)]);
        (await Engine.ListGroupsAsync(CancellationToken.None)).ShouldBe(["f", "g"]);
        (await Engine.ListGroupTopicsAsync("g", CancellationToken.None)).ShouldBe(["t", "u"]);
        (await Engine.ListGroupTopicsAsync("h", CancellationToken.None)).ShouldBeEmpty();
        (await Engine.GetOffsetsAsync("h", "t", CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_group_offset_beyond_the_log_is_refused()
    {
        await Engine.CreateAsync("t");
        await Engine.AppendAsync("t", Record("0"));

        await Should.ThrowAsync<OffsetOutOfRangeException>(async () =>
            await Engine.CommitOffsetsAsync("g", "t", [new(0, 2)], CancellationToken.None)
        );
        await Should.ThrowAsync<UnknownPartitionException>(async () =>
            await Engine.CommitOffsetsAsync("g", "t", [new(1, 0)], CancellationToken.None)
        );
        (await Engine.ListGroupsAsync(CancellationToken.None)).ShouldBeEmpty();
    }
}
