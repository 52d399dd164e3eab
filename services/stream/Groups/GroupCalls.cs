using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Stream.Engines;
using Platform.Stream.Topics;
using Platform.Stream.V1;

namespace Platform.Stream.Groups;

/// <summary>The offsets consumer groups keep.</summary>
internal sealed class GroupCalls(
    ILogEngine engine,
    IOptions<StreamOptions> options,
    RecentRequests recent
)
{
    private readonly Paging _paging = new("groups", options.Value);

    public async Task<CommitOffsetsResponse> CommitOffsetsAsync(
        CommitOffsetsRequest request,
        CancellationToken cancellation
    )
    {
        var violations = new List<(string, string)>();
        CheckGroup(request.Group, violations);
        var id = RequestIds.Check(request.RequestId, violations);
        var offsets = Offsets(request, violations);
        Invalid.ThrowIfAny(violations);
        // A repeat must not bring back what a later commit has moved on from.
        if (!recent.Contains("commit", request.Group, id))
        {
            await engine.CommitOffsetsAsync(request.Group, request.Topic, offsets, cancellation);
            recent.Add("commit", request.Group, id);
        }
        return new CommitOffsetsResponse();
    }

    public async Task<GetOffsetsResponse> GetOffsetsAsync(
        GetOffsetsRequest request,
        CancellationToken cancellation
    )
    {
        var offsets = await engine.GetOffsetsAsync(request.Group, request.Topic, cancellation);
        if (offsets.Count == 0)
        {
            await ThrowIfUnknownAsync(request.Group, cancellation);
        }
        var response = new GetOffsetsResponse();
        foreach (var (partition, offset) in offsets)
        {
            response.Positions.Add(
                new Position { Partition = (uint)partition, Offset = (ulong)offset }
            );
        }
        return response;
    }

    public async Task<ListGroupsResponse> ListAsync(
        ListGroupsRequest request,
        CancellationToken cancellation
    )
    {
        var groups = await engine.ListGroupsAsync(cancellation);
        var page = _paging.Page(groups, name => name, request.PageSize, request.PageToken);
        var response = new ListGroupsResponse { NextPageToken = page.NextToken };
        response.Groups.AddRange(page.Items);
        return response;
    }

    public async Task<GetGroupResponse> GetAsync(
        GetGroupRequest request,
        CancellationToken cancellation
    )
    {
        await ThrowIfUnknownAsync(request.Group, cancellation);
        var response = new GetGroupResponse { Group = request.Group };
        foreach (var topic in await engine.ListGroupTopicsAsync(request.Group, cancellation))
        {
            var status = await engine.GetStatusAsync(topic, cancellation);
            var ofTopic = new GroupTopic { Topic = topic };
            var offsets = await engine.GetOffsetsAsync(request.Group, topic, cancellation);
            foreach (var (partition, offset) in offsets)
            {
                ofTopic.Partitions.Add(
                    new GroupPartition
                    {
                        Partition = (uint)partition,
                        CommittedOffset = (ulong)offset,
                        NextOffset = (ulong)status.Partitions[partition].NextOffset,
                    }
                );
            }
            response.Topics.Add(ofTopic);
        }
        return response;
    }

    private async Task ThrowIfUnknownAsync(string group, CancellationToken cancellation)
    {
        var violations = new List<(string, string)>();
        CheckGroup(group, violations);
        Invalid.ThrowIfAny(violations);
        var topics = await engine.ListGroupTopicsAsync(group, cancellation);
        if (topics.Count == 0)
        {
            PlatformErrors.Throw(
                ErrorReason.UnknownGroup,
                $"No offset was ever committed for a group '{group}'.",
                ("group", group)
            );
        }
    }

    private static void CheckGroup(string group, List<(string, string)> violations)
    {
        if (TopicRules.NameProblem(group) is { } problem)
        {
            violations.Add(("group", problem));
        }
    }

    private static List<PartitionOffset> Offsets(
        CommitOffsetsRequest request,
        List<(string, string)> violations
    )
    {
        var offsets = new List<PartitionOffset>(request.Positions.Count);
        var seen = new HashSet<uint>();
        if (request.Positions.Count == 0)
        {
            violations.Add(("positions", "there must be one at least"));
        }
        foreach (var position in request.Positions)
        {
            if (!seen.Add(position.Partition))
            {
                violations.Add(("positions", $"partition {position.Partition} is there twice"));
            }
            offsets.Add(
                new(
                    (int)Math.Min(position.Partition, int.MaxValue),
                    (long)Math.Min(position.Offset, long.MaxValue)
                )
            );
        }
        return offsets;
    }
}

internal static class GroupsSetup
{
    public static void AddGroups(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<GroupCalls>();
}
