using Platform.Stream.Engines;
using static Platform.Stream.Tests.Engines.EngineCalls;

namespace Platform.Stream.Tests.Engines;

/// <summary>Topics come, are listed and go.</summary>
public abstract partial class LogEngineConformance
{
    [Fact]
    public async Task Topics_are_listed_by_name_and_survive_a_restart()
    {
        await Engine.CreateAsync("b", 3);
        await Engine.CreateAsync("a.x_y-z", 1);
        await Harness.RestartAsync();

        var topics = await Engine.ListTopicsAsync(CancellationToken.None);

        topics.Select(t => (t.Name, t.Partitions)).ShouldBe([("a.x_y-z", 1), ("b", 3)]);
    }

    [Fact]
    public async Task Creating_a_topic_again_is_harmless_unless_the_settings_differ()
    {
        await Engine.CreateAsync("t", 2);
        await Engine.AppendAsync("t", Record("kept"));

        (await Engine.CreateAsync("t", 2)).Partitions.ShouldBe(2);
        await Should.ThrowAsync<TopicExistsException>(async () => await Engine.CreateAsync("t", 3));

        (await Engine.ReadAllAsync("t")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_deleted_topic_is_gone_and_a_new_one_of_its_name_is_empty()
    {
        await Engine.CreateAsync("t");
        await Engine.AppendAsync("t", Record("old", id: 1));
        await Engine.CommitOffsetsAsync("g", "t", [new(0, 1)], CancellationToken.None);
        await using var reader = await Engine.ReaderAsync("t", (0, 1));

        await Engine.DeleteTopicAsync("t", CancellationToken.None);

        await Should.ThrowAsync<UnknownTopicException>(() => Engine.AppendAsync("t", Record("x")));
        await Should.ThrowAsync<UnknownTopicException>(async () =>
            await reader.ReadAsync(1000, Patience, CancellationToken.None)
        );
        await Engine.CreateAsync("t");
        (await Engine.ReadAllAsync("t")).ShouldBeEmpty();
        (await Engine.GetOffsetsAsync("g", "t", CancellationToken.None)).ShouldBeEmpty();
        (await Engine.ListGroupsAsync(CancellationToken.None)).ShouldBeEmpty();
        (await Engine.AppendAsync("t", Record("new", id: 1)))[0].Duplicate.ShouldBeFalse();
        await Harness.RestartAsync();
        (await Engine.ReadAllAsync("t")).Single().Value.ShouldBe("new");
    }

    [Fact]
    public async Task Unknown_topics_and_partitions_are_refused()
    {
        await Engine.CreateAsync("t", 2);

        await Should.ThrowAsync<UnknownTopicException>(() => Engine.AppendAsync("u", Record("x")));
        await Should.ThrowAsync<UnknownPartitionException>(() =>
            Engine.AppendAsync("t", Record("ok"), Record("x", partition: 2))
        );
        await Should.ThrowAsync<UnknownPartitionException>(() => Engine.ReaderAsync("t", (2, 0)));
        await Should.ThrowAsync<UnknownTopicException>(() => Engine.ReaderAsync("u", (0, 0)));
        (await Engine.ReadAllAsync("t")).ShouldBeEmpty();
    }
}
