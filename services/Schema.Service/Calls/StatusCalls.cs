using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Options;
using Platform.Schema.Model;
using Platform.Schema.Service.Journal;
using Platform.Schema.Service.Runs;
using Platform.Schema.Versioning;
using Platform.ServiceDefaults;
using Proto = Platform.Schema.V1;

namespace Platform.Schema.Service.Calls;

/// <summary>GetStatus, Plan and Validate: they look and change nothing.</summary>
internal sealed class StatusCalls(
    ISchemaStore store,
    Catalogue catalogue,
    SchemaPlanner planner,
    PackVersions versions,
    IOptions<SchemaOptions> options,
    TimeProvider time
) : IDisposable
{
    private readonly SemaphoreSlim _counting = new(1, 1);
    private (DateTimeOffset At, IReadOnlyList<RetentionState> States)? _retention;

    public void Dispose() => _counting.Dispose();

    public async Task<Proto.GetStatusResponse> StatusAsync(
        Proto.GetStatusRequest request,
        CancellationToken cancellation
    )
    {
        var packs = versions.Select(request.Pack);
        var engine = store.EngineAsync(cancellation);
        var history = await RunHistory.ReadAsync(store.Journal, cancellation);
        var response = new Proto.GetStatusResponse
        {
            Store = versions.Store,
            Engine = await engine,
        };
        foreach (var pack in packs)
        {
            response.Packs.Add(await StatusAsync(pack, history, cancellation));
        }
        var retention = await RetentionAsync(history, cancellation);
        response.Retention.AddRange(retention.Select(SchemaMessages.Retention));
        return response;
    }

    public async Task<Proto.PlanResponse> PlanAsync(
        Proto.PlanRequest request,
        CancellationToken cancellation
    )
    {
        if (request.Pack.Length == 0)
        {
            PlatformErrors.ThrowInvalid(("pack", "name the pack to plan for"));
        }
        var wanted = versions.Parse(request.Pack, request.Version) ?? versions.Latest(request.Pack);
        var history = await RunHistory.ReadAsync(store.Journal, cancellation);
        var plan = await planner.PlanAsync(
            request.Pack,
            history.VersionOf(request.Pack),
            wanted,
            cancellation
        );
        return new Proto.PlanResponse
        {
            Pack = plan.Pack,
            FromVersion = plan.FromText,
            ToVersion = plan.To.ToString(),
            Steps = { plan.Steps.Select(SchemaMessages.Step) },
        };
    }

    public async Task<Proto.ValidateResponse> ValidateAsync(
        Proto.ValidateRequest request,
        CancellationToken cancellation
    )
    {
        var history = await RunHistory.ReadAsync(store.Journal, cancellation);
        var response = new Proto.ValidateResponse();
        foreach (var pack in versions.Select(request.Pack))
        {
            var version = Known(pack, history.VersionOf(pack.Pack));
            var plan = await planner.PlanAsync(pack.Pack, version, version, cancellation);
            response.Differences.AddRange(
                plan.Differences.Select(one => SchemaMessages.Difference(pack.Pack, one))
            );
            foreach (var step in plan.Steps)
            {
                var message = SchemaMessages.Step(step);
                message.Number = (uint)response.Steps.Count + 1;
                response.Steps.Add(message);
            }
        }
        return response;
    }

    private async Task<Proto.PackStatus> StatusAsync(
        PackStore pack,
        RunHistory history,
        CancellationToken cancellation
    )
    {
        var version = history.VersionOf(pack.Pack);
        var known = Known(pack, version);
        var live = await planner.ReadLiveAsync(pack.Pack, cancellation);
        var drift = version is null
            ? null
            : await planner.PlanAsync(pack.Pack, version, known, live, cancellation);
        var pending =
            drift is not null && known == pack.Version
                ? drift
                : await planner.PlanAsync(pack.Pack, version, pack.Version, live, cancellation);
        var state = catalogue.At(store.Kind, pack.Pack, known);
        return new Proto.PackStatus
        {
            Pack = pack.Pack,
            Version = version?.ToString() ?? "",
            LatestVersion = pack.Version.ToString(),
            Definitions = (uint)state.Definitions.Count,
            PendingSteps = (uint)pending.Steps.Count,
            Drift = (uint)(drift?.Differences.Count ?? 0),
            AppliedAt = history.AppliedAt(pack.Pack)?.ToTimestamp(),
            Unfinished = history.UnfinishedOf(pack.Pack) is { } start
                ? SchemaTexts.CutOff(start)
                : "",
            Forms = { store.Forms },
        };
    }

    /// <summary>The live version where these definitions know it, else their newest.</summary>
    private static SemanticVersion Known(PackStore pack, SemanticVersion? version) =>
        version is not null && pack.Versions.Any(one => one.Version == version)
            ? version
            : pack.Version;

    /// <summary>Counted at most once in a while: it reads the tables.</summary>
    private async Task<IReadOnlyList<RetentionState>> RetentionAsync(
        RunHistory history,
        CancellationToken cancellation
    )
    {
        await _counting.WaitAsync(cancellation);
        try
        {
            var now = time.GetUtcNow();
            if (_retention is { } known && now - known.At < options.Value.RetentionAge)
            {
                return known.States;
            }
            var states = new List<RetentionState>();
            foreach (var pack in versions.All)
            {
                var version = Known(pack, history.VersionOf(pack.Pack));
                var state = catalogue.At(store.Kind, pack.Pack, version);
                states.AddRange(await store.ReadRetentionAsync(state, cancellation));
            }
            _retention = (now, states);
            return states;
        }
        finally
        {
            _counting.Release();
        }
    }
}
