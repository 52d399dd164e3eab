using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Stream.V1;
using static Platform.Stream.Tests.Service.Calls;

namespace Platform.Stream.Tests.Service;

public sealed class LifecycleTests
{
    [Fact]
    public async Task A_stop_answers_what_was_sent_and_tells_streams_that_it_drains()
    {
        await using var process = await StreamProcess.StartNewAsync();
        await process.Client.CreateAsync("t");
        using var subscription = process.Client.Subscribe(
            new SubscribeRequest { Topic = "t", Latest = new() }
        );
        await subscription.NextAsync();
        using var publishing = process.Client.PublishStream();
        var request = new PublishStreamRequest { Topic = "t", Sequence = 1 };
        request.Records.Add(Record("x"));
        await publishing.RequestStream.WriteAsync(request);
        (await publishing.ResponseStream.MoveNext(default)).ShouldBeTrue();
        (await subscription.TakeAsync(1)).Content().Count.ShouldBe(1);

        // As clients do: an answer is waited for before it comes.
        var subscribed = subscription.FailureAsync();
        var published = Should.ThrowAsync<RpcException>(() =>
            publishing.ResponseStream.MoveNext(default)
        );

        var stopped = process.StopAsync();

        (await subscribed).Reason().ShouldBe(ErrorReason.Draining, $"{await subscribed}");
        (await published).Reason().ShouldBe(ErrorReason.Draining, $"{await published}");
        (await stopped).ShouldBe(0, process.Output);
    }

    [Fact]
    public async Task Topics_records_groups_and_request_ids_survive_a_stop()
    {
        await using var process = await StreamProcess.StartNewAsync();
        await process.Client.CreateAsync("t", 2);
        var id = Guid.NewGuid().ToString();
        await process.Client.PublishAsync("t", Record("a", id: id), Record("b", 1));
        var commit = new CommitOffsetsRequest { Group = "g", Topic = "t" };
        commit.Positions.Add(At(1, 1));
        await process.Client.CommitOffsetsAsync(commit);

        (await process.StopAsync()).ShouldBe(0, process.Output);
        await process.StartAsync();

        var repeat = (await process.Client.PublishAsync("t", Record("a", id: id))).Single();
        repeat.ShouldBe(new RecordAck { Position = At(0, 0), Duplicate = true });
        using var call = process.Client.Subscribe(
            new SubscribeRequest { Topic = "t", Group = "g" }
        );
        (await call.TakeAsync(1)).Content().ShouldBe([(0, 0, "a")]);
    }

    [Fact]
    public async Task A_second_process_on_the_same_log_is_refused_in_one_line()
    {
        await using var first = await StreamProcess.StartNewAsync();
        await using var second = new StreamProcess(first.LogPath, []);

        var (code, text) = await second.RunToEndAsync();

        code.ShouldBe(PlatformRun.ConfigurationExitCode);
        text.Trim().Split('\n').Length.ShouldBe(1, text);
        text.ShouldContain("Another process has the log");
    }

    [Theory]
    [InlineData("--Stream:Log:SegmentBytes=100000", "Stream:Log:SegmentBytes is '100000'")]
    [InlineData("--Stream:RecordsPerRequestMax=0", "allowed is 1 to 100000")]
    [InlineData("--Stream:Patience=1", "Stream:Patience is not a setting")]
    [InlineData("--Stream:TopicsFile=/nowhere/topics.json", "Stream:TopicsFile")]
    [InlineData("--Stream:Path=/proc/log", "Stream:Path is '/proc/log'")]
    public async Task A_wrong_setting_stops_the_start_in_one_line(string argument, string said)
    {
        await using var process = new StreamProcess(argument);

        var (code, text) = await process.RunToEndAsync();

        code.ShouldBe(PlatformRun.ConfigurationExitCode);
        text.Trim().Split('\n').Length.ShouldBe(1, text);
        text.ShouldContain(said);
    }

    [Fact]
    public async Task Too_many_subscriptions_are_refused_and_make_room_when_they_end()
    {
        await using var process = await StreamProcess.StartNewAsync("--Stream:SubscriptionsMax=2");
        await process.Client.CreateAsync("t");
        var request = new SubscribeRequest { Topic = "t", Latest = new() };
        using var first = process.Client.Subscribe(request);
        using var second = process.Client.Subscribe(request);
        await first.NextAsync();
        await second.NextAsync();

        using var third = process.Client.Subscribe(request);
        var failure = await third.FailureAsync();
        failure.Reason().ShouldBe(ErrorReason.Overloaded);

        first.Dispose();
        SubscribeResponse? room = null;
        for (var attempt = 0; room is null && attempt < 1_200; attempt++)
        {
            try
            {
                using var fourth = process.Client.Subscribe(request);
                room = await fourth.NextAsync();
            }
            catch (RpcException)
            {
                await Task.Delay(50);
            }
        }
        room.ShouldNotBeNull();
    }
}
