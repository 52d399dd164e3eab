using Google.Protobuf;
using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Stream.V1;
using static Platform.Stream.Tests.Service.Calls;

namespace Platform.Stream.Tests.Service;

public sealed class PublishTests(StreamServiceFixture service) : IClassFixture<StreamServiceFixture>
{
    private readonly string _topic = service.NewName();

    private StreamService.StreamServiceClient Client => service.Process.Client;

    [Fact]
    public async Task A_batch_is_acknowledged_record_by_record()
    {
        await Client.CreateAsync(_topic, 3);

        var acks = await Client.PublishAsync(_topic, Record("a"), Record("b", 2), Record("c"));

        acks.Select(a => a.Position).ShouldBe([At(0, 0), At(2, 0), At(0, 1)]);
        acks.ShouldAllBe(a => !a.Duplicate);
    }

    [Fact]
    public async Task Records_come_back_as_given()
    {
        await Client.CreateAsync(_topic);
        var id = Guid.NewGuid().ToString();
        var record = Record("value", key: "key", id: id);
        record.TimestampUs = 1_399_507_200_000_123;
        record.Headers.Add(new Header { Name = "héader", Value = ByteString.CopyFrom(0, 1, 255) });
        record.Headers.Add(new Header { Name = "empty" });
        await Client.PublishAsync(_topic, record);

        using var call = Client.Subscribe(
            new SubscribeRequest { Topic = _topic, Earliest = new() }
        );
        var read = (await call.TakeAsync(1)).SelectMany(m => m.Records).Single();

        read.Key.ShouldBe(record.Key);
        read.Value.ShouldBe(record.Value);
        read.TimestampUs.ShouldBe(record.TimestampUs);
        read.RequestId.ShouldBe(id);
        read.Headers.ShouldBe(record.Headers);
    }

    [Fact]
    public async Task A_record_without_a_time_gets_that_of_its_append()
    {
        await Client.CreateAsync(_topic);
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000;
        await Client.PublishAsync(_topic, Record("x"));
        var after = (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + 1) * 1000;

        using var call = Client.Subscribe(
            new SubscribeRequest { Topic = _topic, Earliest = new() }
        );
        var read = (await call.TakeAsync(1)).SelectMany(m => m.Records).Single();

        read.TimestampUs.ShouldBeInRange(before, after);
    }

    [Theory]
    [InlineData("EURUSD", 12)]
    [InlineData("GBPUSD", 12)]
    [InlineData("XAUUSD", 7)]
    public async Task The_same_key_always_goes_to_the_same_partition(string key, uint partitions)
    {
        await Client.CreateAsync(_topic, partitions);

        var acks = await Client.PublishAsync(
            _topic,
            Record("1", null, key),
            Record("2", null, key),
            Record("3", null, key)
        );

        acks.Select(a => a.Position.Partition).Distinct().Count().ShouldBe(1);
        acks.Select(a => a.Position.Offset).ShouldBe([0ul, 1ul, 2ul]);
    }

    [Fact]
    public async Task A_repeat_without_key_or_partition_finds_the_first()
    {
        await Client.CreateAsync(_topic, 12);
        var id = Guid.NewGuid().ToString();
        await Client.PublishAsync(_topic, Record("between", null));

        var first = await Client.PublishAsync(_topic, Record("x", null, id: id));
        await Client.PublishAsync(_topic, Record("between", null));
        var repeat = await Client.PublishAsync(
            _topic,
            Record("x", null, id: id.ToUpperInvariant())
        );

        first.Single().Duplicate.ShouldBeFalse();
        repeat
            .Single()
            .ShouldBe(new RecordAck { Position = first.Single().Position, Duplicate = true });
    }

    [Fact]
    public async Task A_stream_answers_each_request_in_order()
    {
        await Client.CreateAsync(_topic, 2);
        using var call = Client.PublishStream();
        var answers = Task.Run(async () =>
        {
            var all = new List<PublishStreamResponse>();
            await foreach (var answer in call.ResponseStream.ReadAllAsync())
            {
                all.Add(answer);
            }
            return all;
        });
        for (ulong i = 1; i <= 500; i++)
        {
            var request = new PublishStreamRequest { Sequence = i * 3 };
            request.Topic = i == 1 ? _topic : "";
            request.Records.Add(Record($"{i}"));
            request.Records.Add(Record($"{i}", 1));
            await call.RequestStream.WriteAsync(request);
        }
        await call.RequestStream.CompleteAsync();

        var got = await answers.WaitAsync(Patience);

        got.Select(a => a.Sequence).ShouldBe(Enumerable.Range(1, 500).Select(i => (ulong)i * 3));
        got.Select(a => a.Acks[1].Position)
            .ShouldBe(Enumerable.Range(0, 500).Select(i => At(1, (ulong)i)));
    }

    [Fact]
    public async Task A_failing_request_ends_its_stream_after_the_answers_before_it()
    {
        await Client.CreateAsync(_topic);
        using var call = Client.PublishStream();
        await SendAsync(call, 1, _topic, Record("good"));
        await SendAsync(call, 2, "", Record("bad", 7));

        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        call.ResponseStream.Current.Sequence.ShouldBe(1ul);
        var failure = await Should.ThrowAsync<RpcException>(() =>
            call.ResponseStream.MoveNext(CancellationToken.None)
        );

        failure.Reason().ShouldBe(ErrorReason.InvalidArgument);
        failure.Status.Detail.ShouldContain("records[0].partition");
    }

    [Fact]
    public async Task A_stream_keeps_to_its_topic_and_its_sequence_rises()
    {
        await Client.CreateAsync(_topic);
        await ShouldFailAsync((1, "", "topic"));
        await ShouldFailAsync((1, _topic, ""), (2, "other", "topic"));
        await ShouldFailAsync((5, _topic, ""), (5, "", "sequence"));

        async Task ShouldFailAsync(params (ulong Sequence, string Topic, string Field)[] requests)
        {
            using var call = Client.PublishStream();
            foreach (var (sequence, topic, _) in requests)
            {
                await SendAsync(call, sequence, topic, Record("x"));
            }
            var failure = await Should.ThrowAsync<RpcException>(async () =>
            {
                await foreach (var _ in call.ResponseStream.ReadAllAsync()) { }
            });
            failure.Reason().ShouldBe(ErrorReason.InvalidArgument);
            failure.Status.Detail.ShouldStartWith(requests[^1].Field);
        }
    }

    [Fact]
    public async Task Wrong_records_are_all_named_and_nothing_is_kept()
    {
        await Client.CreateAsync(_topic, 2);
        var negative = Record("x");
        negative.TimestampUs = -1;
        var unnamed = Record("x");
        unnamed.Headers.Add(new Header());

        var failure = await Should.ThrowAsync<RpcException>(() =>
            Client.PublishAsync(
                _topic,
                Record("good"),
                Record("x", 2),
                Record("x", id: "not-a-uuid"),
                negative,
                unnamed,
                Record("x", key: new string('k', 5000))
            )
        );

        failure.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        var bad = failure.RichStatus()!.Details[1].Unpack<Google.Rpc.BadRequest>();
        bad.FieldViolations.Select(v => v.Field)
            .ShouldBe([
                "records[1].partition",
                "records[2].request_id",
                "records[3].timestamp_us",
                "records[4].headers",
                "records[5].key",
            ]);
        var topic = await Client.GetTopicAsync(new GetTopicRequest { Topic = _topic });
        topic.Partitions.ShouldAllBe(p => p.NextOffset == 0);
    }

    [Fact]
    public async Task What_is_too_much_is_refused_with_the_limit()
    {
        await Client.CreateAsync(_topic);
        var large = new NewRecord { Value = ByteString.CopyFrom(new byte[(4 << 20) + 1]) };

        var tooLarge = await Should.ThrowAsync<RpcException>(() =>
            Client.PublishAsync(_topic, large)
        );
        tooLarge.Reason().ShouldBe(ErrorReason.LimitExceeded);
        tooLarge.ReasonMetadata("limit_value").ShouldBe("4194304");

        var many = Enumerable.Range(0, 1001).Select(_ => Record("x")).ToArray();
        var tooMany = await Should.ThrowAsync<RpcException>(() =>
            Client.PublishAsync(_topic, many)
        );
        tooMany.Reason().ShouldBe(ErrorReason.LimitExceeded);
        tooMany.ReasonMetadata("limit_value").ShouldBe("1000");

        var none = await Should.ThrowAsync<RpcException>(() => Client.PublishAsync(_topic));
        none.Reason().ShouldBe(ErrorReason.InvalidArgument);
        large.Value = ByteString.CopyFrom(new byte[4 << 20]);
        (await Client.PublishAsync(_topic, large)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_topic_is_named()
    {
        var failure = await Should.ThrowAsync<RpcException>(() =>
            Client.PublishAsync("nowhere", Record("x"))
        );

        failure.Reason().ShouldBe(ErrorReason.UnknownTopic);
        failure.ReasonMetadata("topic").ShouldBe("nowhere");
    }

    private static Task SendAsync(
        AsyncDuplexStreamingCall<PublishStreamRequest, PublishStreamResponse> call,
        ulong sequence,
        string topic,
        NewRecord record
    )
    {
        var request = new PublishStreamRequest { Sequence = sequence, Topic = topic };
        request.Records.Add(record);
        return call.RequestStream.WriteAsync(request);
    }
}
