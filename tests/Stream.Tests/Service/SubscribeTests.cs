using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Stream.V1;
using static Platform.Stream.Tests.Service.Calls;

namespace Platform.Stream.Tests.Service;

public sealed class SubscribeTests(StreamServiceFixture service)
    : IClassFixture<StreamServiceFixture>
{
    private readonly string _topic = service.NewName();

    private StreamService.StreamServiceClient Client => service.Process.Client;

    [Fact]
    public async Task Earliest_brings_history_then_what_comes_live()
    {
        await FillAsync(2, "a", "b", "c");
        using var call = Subscribe(new() { Earliest = new() });

        var first = await call.NextAsync();
        first.Records.ShouldBeEmpty();
        first.Offsets().ShouldBe([0ul, 0ul]);
        first.CaughtUp.ShouldBeFalse();
        var history = await call.TakeAsync(3);
        history.Content().ShouldBe([(0, 0, "a"), (1, 0, "b"), (0, 1, "c")]);
        history[^1].CaughtUp.ShouldBeTrue();
        history[^1].Offsets().ShouldBe([2ul, 1ul]);

        await Client.PublishAsync(_topic, Record("d"));
        var live = await call.TakeAsync(1);
        live.Content().ShouldBe([(0, 2, "d")]);
        live.ShouldAllBe(m => !m.CaughtUp);
    }

    [Fact]
    public async Task Latest_brings_only_what_comes_after()
    {
        await FillAsync(2, "a", "b", "c");
        using var call = Subscribe(new() { Latest = new() });

        var first = await call.NextAsync();
        first.CaughtUp.ShouldBeTrue();
        first.Offsets().ShouldBe([2ul, 1ul]);

        await Client.PublishAsync(_topic, Record("d"), Record("e", 1));
        (await call.TakeAsync(2)).Content().ShouldBe([(0, 2, "d"), (1, 1, "e")]);
    }

    [Fact]
    public async Task An_empty_topic_is_caught_up_at_once()
    {
        await Client.CreateAsync(_topic);
        using var call = Subscribe(new() { Earliest = new() });

        var first = await call.NextAsync();

        first.CaughtUp.ShouldBeTrue();
        first.Records.ShouldBeEmpty();
    }

    [Fact]
    public async Task Offsets_resume_exactly_and_partitions_left_out_start_at_the_earliest()
    {
        await FillAsync(2, [.. Enumerable.Range(0, 20).Select(i => $"{i}")]);
        var start = new Offsets();
        start.Positions.Add(At(0, 7));
        using var call = Subscribe(new() { Offsets = start });

        var content = (await call.TakeAsync(13)).Content();

        content.Where(c => c.Item1 == 0).Select(c => c.Item2).ShouldBe([7ul, 8ul, 9ul]);
        content
            .Where(c => c.Item1 == 1)
            .Select(c => c.Item3)
            .ShouldBe(Enumerable.Range(0, 10).Select(i => $"{(2 * i) + 1}"));
    }

    [Fact]
    public async Task A_time_starts_at_the_first_record_not_before_it()
    {
        await Client.CreateAsync(_topic, 2);
        for (var i = 0; i < 10; i++)
        {
            var record = Record($"{i}", (uint)(i % 2));
            record.TimestampUs = 1000 + i;
            await Client.PublishAsync(_topic, record);
        }
        using var call = Subscribe(new() { TimeUs = 1007 });

        (await call.TakeAsync(3)).Content().Select(c => c.Item3).ShouldBe(["7", "8", "9"]);
    }

    [Fact]
    public async Task A_group_starts_at_its_committed_offsets()
    {
        await FillAsync(2, "a", "b", "c", "d");
        var group = service.NewName();
        var commit = new CommitOffsetsRequest { Group = group, Topic = _topic };
        commit.Positions.Add(At(0, 1));
        await Client.CommitOffsetsAsync(commit);
        using var call = Subscribe(new() { Group = group });

        (await call.TakeAsync(3)).Content().ShouldBe([(1, 0, "b"), (0, 1, "c"), (1, 1, "d")]);
    }

    [Fact]
    public async Task Only_the_partitions_asked_for_come()
    {
        await FillAsync(3, [.. Enumerable.Range(0, 30).Select(i => $"{i}")]);
        var request = new SubscribeRequest { Earliest = new() };
        request.Partitions.Add([2, 1]);
        using var call = Subscribe(request);

        var first = await call.NextAsync();
        var content = (await call.TakeAsync(20)).Content();

        first.Next.Select(p => p.Partition).ShouldBe([1u, 2u]);
        content.Select(c => c.Item1).ShouldAllBe(p => p == 1 || p == 2);
    }

    [Fact]
    public async Task Silence_is_broken_by_heartbeats_that_say_where_it_is()
    {
        await FillAsync(1, "a");
        using var call = Subscribe(new() { Latest = new(), HeartbeatMs = 100 });
        (await call.NextAsync()).CaughtUp.ShouldBeTrue();

        for (var i = 0; i < 3; i++)
        {
            var heartbeat = await call.NextAsync();
            heartbeat.Records.ShouldBeEmpty();
            heartbeat.Offsets().ShouldBe([1ul]);
            heartbeat.CaughtUp.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Messages_keep_to_the_size_asked_for()
    {
        await FillAsync(1, [.. Enumerable.Range(0, 100).Select(i => new string('x', 1000))]);
        using var call = Subscribe(new() { Earliest = new(), MaxBatchBytes = 10_000 });

        var messages = await call.TakeAsync(100);

        messages.ShouldAllBe(m => m.CalculateSize() <= 10_000);
        messages.Count.ShouldBeInRange(10, 16);
    }

    [Fact]
    public async Task A_slow_reader_holds_up_nobody_and_loses_nothing()
    {
        await Client.CreateAsync(_topic);
        using var slow = Subscribe(new() { Earliest = new() });
        using var quick = Subscribe(new() { Earliest = new() });
        await slow.NextAsync();
        var value = new string('x', 100_000);
        for (var i = 0; i < 200; i++)
        {
            await Client.PublishAsync(_topic, Record($"{i}:{value}"));
        }

        (await quick.TakeAsync(200)).Content().Count.ShouldBe(200);
        var late = (await slow.TakeAsync(200)).Content();
        late.Select(c => c.Item2).ShouldBe(Enumerable.Range(0, 200).Select(i => (ulong)i));
        late.ShouldAllBe(c => c.Item3.StartsWith($"{c.Item2}:x"));
    }

    [Fact]
    public async Task A_position_beyond_the_log_is_refused_with_the_newest()
    {
        await FillAsync(1, "a", "b");
        var start = new Offsets();
        start.Positions.Add(At(0, 3));

        var failure = await FailureAsync(new() { Offsets = start });

        failure.StatusCode.ShouldBe(StatusCode.OutOfRange);
        failure.Reason().ShouldBe(ErrorReason.PositionBeyondLog);
        failure.ReasonMetadata("next_offset").ShouldBe("2");
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        await Client.CreateAsync(_topic, 2);
        var unknown = new SubscribeRequest { Earliest = new() };
        unknown.Partitions.Add(2);
        var twice = new SubscribeRequest { Earliest = new() };
        twice.Partitions.Add([1, 1]);
        var outside = new SubscribeRequest { Offsets = new() };
        outside.Partitions.Add(0);
        outside.Offsets.Positions.Add(At(1, 0));

        foreach (
            var (request, field) in new[]
            {
                (new SubscribeRequest(), "start"),
                (unknown, "partitions"),
                (twice, "partitions"),
                (outside, "offsets.positions"),
                (new SubscribeRequest { Latest = new(), HeartbeatMs = 5 }, "heartbeat_ms"),
                (
                    new SubscribeRequest { Latest = new(), MaxBatchBytes = 1 << 30 },
                    "max_batch_bytes"
                ),
            }
        )
        {
            var failure = await FailureAsync(request);
            failure.Reason().ShouldBe(ErrorReason.InvalidArgument);
            failure.Status.Detail.ShouldStartWith(field);
        }
    }

    [Fact]
    public async Task A_deleted_topic_ends_its_subscriptions()
    {
        await FillAsync(1, "a");
        using var call = Subscribe(new() { Latest = new() });
        await call.NextAsync();

        await Client.DeleteTopicAsync(new DeleteTopicRequest { Topic = _topic });

        (await call.FailureAsync()).Reason().ShouldBe(ErrorReason.UnknownTopic);
    }

    private AsyncServerStreamingCall<SubscribeResponse> Subscribe(SubscribeRequest request)
    {
        request.Topic = _topic;
        return Client.Subscribe(request);
    }

    private async Task<RpcException> FailureAsync(SubscribeRequest request)
    {
        using var call = Subscribe(request);
        return await call.FailureAsync();
    }

    /// <summary>Records one by one, over the partitions in turn.</summary>
    private async Task FillAsync(int partitions, params string[] values)
    {
        await Client.CreateAsync(_topic, (uint)partitions);
        for (var i = 0; i < values.Length; i++)
        {
            await Client.PublishAsync(_topic, Record(values[i], (uint)(i % partitions)));
        }
    }
}
