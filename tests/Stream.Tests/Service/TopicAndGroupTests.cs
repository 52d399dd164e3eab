using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Stream.V1;
using static Platform.Stream.Tests.Service.Calls;

namespace Platform.Stream.Tests.Service;

public sealed class TopicAndGroupTests(StreamServiceFixture service)
    : IClassFixture<StreamServiceFixture>
{
    private readonly string _topic = service.NewName();

    private StreamService.StreamServiceClient Client => service.Process.Client;

    [Fact]
    public async Task The_topics_of_the_catalogue_are_there_from_the_start()
    {
        var listed = await Client.ListTopicsAsync(new ListTopicsRequest());

        listed
            .Topics.Where(t => !t.Name.StartsWith("topic-", StringComparison.Ordinal))
            .Select(t => (t.Name, t.Partitions, Hours: t.RetentionMs / 3_600_000))
            .ShouldBe([
                ("alerts_notifications", 2, 168),
                ("market_events", 4, 72),
                ("mt5_tick_stream", 12, 24),
                ("system_monitoring", 3, 48),
                ("trading_signals", 6, 168),
            ]);
    }

    [Fact]
    public async Task A_created_topic_is_answered_again_but_not_with_other_settings()
    {
        var topic = new Topic
        {
            Name = _topic,
            Partitions = 3,
            RetentionMs = 60_000,
            RetentionBytes = 1 << 30,
            RequestIdWindowMs = 1000,
        };
        var request = new CreateTopicRequest
        {
            Topic = topic,
            RequestId = Guid.NewGuid().ToString(),
        };

        (await Client.CreateTopicAsync(request)).Topic.ShouldBe(topic);
        (await Client.CreateTopicAsync(request)).Topic.ShouldBe(topic);
        request.Topic = new Topic(topic) { Partitions = 4 };
        var failure = await Should.ThrowAsync<RpcException>(async () =>
            await Client.CreateTopicAsync(request)
        );

        failure.Reason().ShouldBe(ErrorReason.AlreadyExists);
        failure.Status.Detail.ShouldContain("3 partitions, not 4");
        var got = await Client.GetTopicAsync(new GetTopicRequest { Topic = _topic });
        got.Topic.ShouldBe(topic);
        got.Partitions.Select(p => p.Partition).ShouldBe([0u, 1u, 2u]);
        got.RecordsPerRequestMax.ShouldBe(1_000u);
    }

    [Theory]
    [InlineData("", 1, 0, "topic.name")]
    [InlineData("..", 1, 0, "topic.name")]
    [InlineData("a/b", 1, 0, "topic.name")]
    [InlineData("ok", 0, 0, "topic.partitions")]
    [InlineData("ok", 5000, 0, "topic.partitions")]
    [InlineData("ok", 1, -1, "topic.retention_ms")]
    public async Task A_topic_that_cannot_be_is_refused(
        string name,
        uint partitions,
        long retentionMs,
        string field
    )
    {
        var topic = new Topic
        {
            Name = name,
            Partitions = partitions,
            RetentionMs = retentionMs,
        };

        var failure = await Should.ThrowAsync<RpcException>(async () =>
            await Client.CreateTopicAsync(new CreateTopicRequest { Topic = topic })
        );

        failure.Reason().ShouldBe(ErrorReason.InvalidArgument);
        failure.Status.Detail.ShouldStartWith(field);
    }

    [Fact]
    public async Task Lists_come_in_pages_and_refuse_tokens_of_others()
    {
        for (var i = 0; i < 4; i++)
        {
            await Client.CreateAsync($"{_topic}-{i}");
        }
        var names = new List<string>();
        var token = "";
        var pages = 0;
        do
        {
            var request = new ListTopicsRequest { PageSize = 2, PageToken = token };
            var page = await Client.ListTopicsAsync(request);
            page.Topics.Count.ShouldBeLessThanOrEqualTo(2);
            names.AddRange(page.Topics.Select(t => t.Name));
            token = page.NextPageToken;
            pages++;
        } while (token.Length > 0);

        names.ShouldBe(names.Order(StringComparer.Ordinal));
        names.Count(n => n.StartsWith(_topic + "-", StringComparison.Ordinal)).ShouldBe(4);
        pages.ShouldBeGreaterThanOrEqualTo(5);
        var first = await Client.ListTopicsAsync(new ListTopicsRequest { PageSize = 1 });
        foreach (var wrong in new[] { "x", "!!", first.NextPageToken })
        {
            var failure = await Should.ThrowAsync<RpcException>(async () =>
                await Client.ListGroupsAsync(new ListGroupsRequest { PageToken = wrong })
            );
            failure.Reason().ShouldBe(ErrorReason.InvalidPageToken);
        }
    }

    [Fact]
    public async Task Deleting_again_with_the_same_request_id_is_harmless()
    {
        await Client.CreateAsync(_topic);
        var request = new DeleteTopicRequest
        {
            Topic = _topic,
            RequestId = Guid.NewGuid().ToString(),
        };

        await Client.DeleteTopicAsync(request);
        await Client.DeleteTopicAsync(request);
        var failure = await Should.ThrowAsync<RpcException>(async () =>
            await Client.DeleteTopicAsync(new DeleteTopicRequest { Topic = _topic })
        );

        failure.Reason().ShouldBe(ErrorReason.UnknownTopic);
    }

    [Fact]
    public async Task A_group_keeps_its_offsets()
    {
        await Client.CreateAsync(_topic, 3);
        await Client.PublishAsync(_topic, Record("a"), Record("b"), Record("c", 2));
        var group = service.NewName();
        await CommitAsync(group, "", At(0, 1), At(2, 0));

        var got = await Client.GetOffsetsAsync(new() { Group = group, Topic = _topic });
        got.Positions.ShouldBe([At(0, 1), At(2, 0)]);
        var whole = await Client.GetGroupAsync(new GetGroupRequest { Group = group });
        whole
            .Topics.Single()
            .Partitions.Select(p => (p.Partition, p.CommittedOffset, p.NextOffset))
            .ShouldBe([(0, 1, 2), (2, 0, 1)]);
        (await Client.ListGroupsAsync(new ListGroupsRequest())).Groups.ShouldContain(group);
    }

    [Fact]
    public async Task A_repeated_commit_does_not_bring_back_old_offsets()
    {
        await Client.CreateAsync(_topic);
        await Client.PublishAsync(_topic, Record("a"), Record("b"));
        var group = service.NewName();
        var id = Guid.NewGuid().ToString();
        await CommitAsync(group, id, At(0, 1));
        await CommitAsync(group, "", At(0, 2));

        await CommitAsync(group, id, At(0, 1));

        var got = await Client.GetOffsetsAsync(new() { Group = group, Topic = _topic });
        got.Positions.ShouldBe([At(0, 2)]);
    }

    [Fact]
    public async Task Groups_and_offsets_that_cannot_be_are_refused()
    {
        await Client.CreateAsync(_topic);

        var beyond = await Should.ThrowAsync<RpcException>(() => CommitAsync("g", "", At(0, 1)));
        beyond.Reason().ShouldBe(ErrorReason.PositionBeyondLog);
        var name = await Should.ThrowAsync<RpcException>(() => CommitAsync("a b", "", At(0, 0)));
        name.Status.Detail.ShouldStartWith("group");
        var none = await Should.ThrowAsync<RpcException>(() => CommitAsync("g", ""));
        none.Status.Detail.ShouldStartWith("positions");
        var unknown = await Should.ThrowAsync<RpcException>(async () =>
            await Client.GetGroupAsync(new GetGroupRequest { Group = "nobody" })
        );
        unknown.Reason().ShouldBe(ErrorReason.UnknownGroup);
    }

    [Fact]
    public async Task Consume_says_that_it_is_not_there_yet()
    {
        using var call = Client.Consume();

        var failure = await Should.ThrowAsync<RpcException>(() =>
            call.ResponseStream.MoveNext(CancellationToken.None)
        );

        failure.StatusCode.ShouldBe(StatusCode.Unimplemented);
        failure.Reason().ShouldBe(ErrorReason.NotImplemented);
        failure.Status.Detail.ShouldContain("Subscribe");
    }

    [Fact]
    public async Task Nobody_gets_in_without_a_token_except_to_ask_for_health()
    {
        using var channel = GrpcChannel.ForAddress(service.Process.Url);
        var stranger = new StreamService.StreamServiceClient(channel);

        var failure = await Should.ThrowAsync<RpcException>(async () =>
            await stranger.ListTopicsAsync(new ListTopicsRequest())
        );
        failure.StatusCode.ShouldBe(StatusCode.Unauthenticated);
        var health = new Health.HealthClient(channel);
        foreach (var name in new[] { "", "stream", "platform.stream.v1.StreamService" })
        {
            var answer = await health.CheckAsync(new HealthCheckRequest { Service = name });
            answer.Status.ShouldBe(HealthCheckResponse.Types.ServingStatus.Serving);
        }
    }

    private async Task CommitAsync(string group, string requestId, params Position[] positions)
    {
        var request = new CommitOffsetsRequest
        {
            Group = group,
            Topic = _topic,
            RequestId = requestId,
        };
        request.Positions.AddRange(positions);
        await Client.CommitOffsetsAsync(request);
    }
}
