using Microsoft.Extensions.Options;
using Platform.ServiceDefaults;
using Platform.Stream.Engines;
using Platform.Stream.V1;

namespace Platform.Stream.Topics;

/// <summary>Creating, listing and deleting topics.</summary>
internal sealed class TopicCalls(
    ILogEngine engine,
    IOptions<StreamOptions> options,
    RecentRequests recent
)
{
    private readonly Paging _paging = new("topics", options.Value);

    public async Task<CreateTopicResponse> CreateAsync(
        CreateTopicRequest request,
        CancellationToken cancellation
    )
    {
        var violations = new List<(string, string)>();
        RequestIds.Check(request.RequestId, violations);
        if (request.Topic is null)
        {
            violations.Add(("topic", "it must be set"));
        }
        else
        {
            TopicRules.Check(request.Topic, options.Value.Log.PartitionsMax, violations);
        }
        Invalid.ThrowIfAny(violations);
        // A repeat finds the topic as it asked for it, and is answered the same.
        var created = await engine.CreateTopicAsync(ToSettings(request.Topic!), cancellation);
        return new CreateTopicResponse { Topic = ToTopic(created) };
    }

    public async Task<GetTopicResponse> GetAsync(
        GetTopicRequest request,
        CancellationToken cancellation
    )
    {
        var status = await engine.GetStatusAsync(request.Topic, cancellation);
        var response = new GetTopicResponse
        {
            Topic = ToTopic(status.Settings),
            SizeBytes = status.SizeBytes,
            RecordsPerRequestMax = (uint)options.Value.RecordsPerRequestMax,
        };
        foreach (var partition in status.Partitions)
        {
            response.Partitions.Add(
                new PartitionStatus
                {
                    Partition = (uint)partition.Partition,
                    EarliestOffset = (ulong)partition.EarliestOffset,
                    NextOffset = (ulong)partition.NextOffset,
                }
            );
        }
        return response;
    }

    public async Task<ListTopicsResponse> ListAsync(
        ListTopicsRequest request,
        CancellationToken cancellation
    )
    {
        var topics = await engine.ListTopicsAsync(cancellation);
        var page = _paging.Page(topics, t => t.Name, request.PageSize, request.PageToken);
        var response = new ListTopicsResponse { NextPageToken = page.NextToken };
        response.Topics.AddRange(page.Items.Select(ToTopic));
        return response;
    }

    public async Task<DeleteTopicResponse> DeleteAsync(
        DeleteTopicRequest request,
        CancellationToken cancellation
    )
    {
        var violations = new List<(string, string)>();
        var id = RequestIds.Check(request.RequestId, violations);
        Invalid.ThrowIfAny(violations);
        if (!recent.Contains("delete", request.Topic, id))
        {
            await engine.DeleteTopicAsync(request.Topic, cancellation);
            recent.Add("delete", request.Topic, id);
        }
        return new DeleteTopicResponse();
    }

    private static TopicSettings ToSettings(Topic topic) =>
        new()
        {
            Name = topic.Name,
            Partitions = (int)topic.Partitions,
            Retention = Span(topic.RetentionMs),
            RetentionBytes = topic.RetentionBytes == 0 ? null : topic.RetentionBytes,
            RequestIdWindow = Span(topic.RequestIdWindowMs),
        };

    private static Topic ToTopic(TopicSettings settings) =>
        new()
        {
            Name = settings.Name,
            Partitions = (uint)settings.Partitions,
            RetentionMs = (long)(settings.Retention?.TotalMilliseconds ?? 0),
            RetentionBytes = settings.RetentionBytes ?? 0,
            RequestIdWindowMs = (long)(settings.RequestIdWindow?.TotalMilliseconds ?? 0),
        };

    private static TimeSpan? Span(long milliseconds) =>
        milliseconds == 0 ? null : TimeSpan.FromMilliseconds(milliseconds);
}

internal static class TopicsSetup
{
    public static void AddTopics(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RecentRequests>();
        builder.Services.AddSingleton<TopicCalls>();
    }
}
