using Google.Protobuf;
using Grpc.Core;
using Platform.Common.V1;
using Platform.Stream.V1;

namespace Platform.Stream.Tests.Service;

/// <summary>What most tests ask the service, in a line each.</summary>
internal static class Calls
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static NewRecord Record(
        string value,
        uint? partition = 0,
        string key = "",
        string id = ""
    )
    {
        var record = new NewRecord
        {
            Key = ByteString.CopyFromUtf8(key),
            Value = ByteString.CopyFromUtf8(value),
            RequestId = id,
        };
        if (partition is { } chosen)
        {
            record.Partition = chosen;
        }
        return record;
    }

    public static async Task CreateAsync(
        this StreamService.StreamServiceClient client,
        string topic,
        uint partitions = 1
    ) =>
        await client.CreateTopicAsync(
            new CreateTopicRequest
            {
                Topic = new Topic { Name = topic, Partitions = partitions },
            }
        );

    public static async Task<IList<RecordAck>> PublishAsync(
        this StreamService.StreamServiceClient client,
        string topic,
        params NewRecord[] records
    )
    {
        var request = new PublishRequest { Topic = topic };
        request.Records.AddRange(records);
        return (await client.PublishAsync(request)).Acks;
    }

    /// <summary>Messages of a subscription until so many records have come.</summary>
    public static async Task<List<SubscribeResponse>> TakeAsync(
        this AsyncServerStreamingCall<SubscribeResponse> call,
        int records
    )
    {
        using var patience = new CancellationTokenSource(Patience);
        var messages = new List<SubscribeResponse>();
        while (messages.Sum(m => m.Records.Count) < records)
        {
            (await call.ResponseStream.MoveNext(patience.Token)).ShouldBeTrue();
            messages.Add(call.ResponseStream.Current);
        }
        return messages;
    }

    public static async Task<SubscribeResponse> NextAsync(
        this AsyncServerStreamingCall<SubscribeResponse> call
    )
    {
        using var patience = new CancellationTokenSource(Patience);
        (await call.ResponseStream.MoveNext(patience.Token)).ShouldBeTrue();
        return call.ResponseStream.Current;
    }

    /// <summary>What ends a subscription, whatever comes before: a heartbeat may, at any time.</summary>
    public static async Task<RpcException> FailureAsync(
        this AsyncServerStreamingCall<SubscribeResponse> call
    )
    {
        using var patience = new CancellationTokenSource(Patience);
        return await Should.ThrowAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(patience.Token)) { }
        });
    }

    public static List<(uint, ulong, string)> Content(
        this IEnumerable<SubscribeResponse> messages
    ) =>
        [
            .. messages
                .SelectMany(m => m.Records)
                .Select(r => (r.Position.Partition, r.Position.Offset, r.Value.ToStringUtf8())),
        ];

    public static List<ulong> Offsets(this SubscribeResponse message) =>
        [.. message.Next.Select(p => p.Offset)];

    public static Position At(uint partition, ulong offset) =>
        new() { Partition = partition, Offset = offset };
}
