using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Stream.Engines;
using Platform.Stream.Groups;
using Platform.Stream.Publishing;
using Platform.Stream.Subscribing;
using Platform.Stream.Topics;
using Platform.Stream.V1;

namespace Platform.Stream;

/// <summary>The service as the contract names it; each call belongs to a feature.</summary>
internal sealed class StreamHandler(
    Publisher publisher,
    Subscriptions subscriptions,
    TopicCalls topics,
    GroupCalls groups
) : StreamService.StreamServiceBase
{
    public override Task<PublishResponse> Publish(
        PublishRequest request,
        ServerCallContext context
    ) => Told(publisher.PublishAsync(request, context.CancellationToken));

    public override Task PublishStream(
        IAsyncStreamReader<PublishStreamRequest> requestStream,
        IServerStreamWriter<PublishStreamResponse> responseStream,
        ServerCallContext context
    ) =>
        Told(
            publisher.PublishStreamAsync(requestStream, responseStream, context.CancellationToken)
        );

    public override Task Subscribe(
        SubscribeRequest request,
        IServerStreamWriter<SubscribeResponse> responseStream,
        ServerCallContext context
    ) => Told(subscriptions.RunAsync(request, responseStream, context.CancellationToken));

    // Group membership has its place here, and a feature of its own to come.
    public override Task Consume(
        IAsyncStreamReader<ConsumeRequest> requestStream,
        IServerStreamWriter<ConsumeResponse> responseStream,
        ServerCallContext context
    ) =>
        throw PlatformErrors.Create(
            ErrorReason.NotImplemented,
            "Consume is not there yet; use Subscribe with start.group and CommitOffsets."
        );

    public override Task<CommitOffsetsResponse> CommitOffsets(
        CommitOffsetsRequest request,
        ServerCallContext context
    ) => Told(groups.CommitOffsetsAsync(request, context.CancellationToken));

    public override Task<GetOffsetsResponse> GetOffsets(
        GetOffsetsRequest request,
        ServerCallContext context
    ) => Told(groups.GetOffsetsAsync(request, context.CancellationToken));

    public override Task<CreateTopicResponse> CreateTopic(
        CreateTopicRequest request,
        ServerCallContext context
    ) => Told(topics.CreateAsync(request, context.CancellationToken));

    public override Task<GetTopicResponse> GetTopic(
        GetTopicRequest request,
        ServerCallContext context
    ) => Told(topics.GetAsync(request, context.CancellationToken));

    public override Task<ListTopicsResponse> ListTopics(
        ListTopicsRequest request,
        ServerCallContext context
    ) => Told(topics.ListAsync(request, context.CancellationToken));

    public override Task<DeleteTopicResponse> DeleteTopic(
        DeleteTopicRequest request,
        ServerCallContext context
    ) => Told(topics.DeleteAsync(request, context.CancellationToken));

    public override Task<ListGroupsResponse> ListGroups(
        ListGroupsRequest request,
        ServerCallContext context
    ) => Told(groups.ListAsync(request, context.CancellationToken));

    public override Task<GetGroupResponse> GetGroup(
        GetGroupRequest request,
        ServerCallContext context
    ) => Told(groups.GetAsync(request, context.CancellationToken));

    /// <summary>The log's failures as the contract names them.</summary>
    private static async Task<T> Told<T>(Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (LogException failure)
        {
            throw LogErrors.ToRpc(failure);
        }
    }

    private static async Task Told(Task call)
    {
        try
        {
            await call;
        }
        catch (LogException failure)
        {
            throw LogErrors.ToRpc(failure);
        }
    }
}
