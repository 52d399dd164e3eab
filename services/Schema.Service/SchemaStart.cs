using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Schema.Service.Journal;
using Platform.Schema.Service.Runs;

namespace Platform.Schema.Service;

/// <summary>
/// Brings a store in at the start of its service: a new one to the current version, one at an older version
/// only when that is allowed. What would lose data is never done here.
/// </summary>
public sealed class SchemaStart : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile bool _done;
    private readonly ISchemaStore _store;
    private readonly SchemaPlanner _planner;
    private readonly PackVersions _versions;
    private readonly TimeProvider _time;
    private readonly SchemaOptions _options;
    private readonly ILogger<SchemaStart> _logger;

    internal SchemaStart(
        ISchemaStore store,
        SchemaPlanner planner,
        PackVersions versions,
        TimeProvider time,
        IOptions<SchemaOptions> options,
        ILogger<SchemaStart> logger
    )
    {
        _store = store;
        _planner = planner;
        _versions = versions;
        _time = time;
        _options = options.Value;
        _logger = logger;
    }

    /// <summary>Does nothing once it has been done.</summary>
    public Task EnsureOnceAsync(CancellationToken cancellation) =>
        _done ? Task.CompletedTask : EnsureAsync(cancellation);

    /// <summary>Harmless to repeat. Fails as the store does; then it may be tried again.</summary>
    /// <exception cref="Grpc.Core.RpcException">SCHEMA_BUSY: another process changes the schema.</exception>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            await ClearRemainsAsync(cancellation);
            var history = await RunHistory.ReadAsync(_store.Journal, cancellation);
            foreach (var pack in _versions.All)
            {
                await EnsureAsync(pack.Pack, history, cancellation);
            }
            _done = true;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task ClearRemainsAsync(CancellationToken cancellation)
    {
        if (!await _store.HasRemainsAsync(cancellation))
        {
            return;
        }
        // Whoever has the right meanwhile clears them, or they are of what it is doing.
        await using var right = await _store.TryLockAsync(cancellation);
        if (right is not null)
        {
            await _store.ClearRemainsAsync(cancellation);
        }
    }

    private async Task EnsureAsync(string pack, RunHistory history, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var live = history.VersionOf(pack);
        var latest = _versions.Latest(pack);
        if (live is not null && history.UnfinishedOf(pack) is { } unfinished)
        {
            RunLog.CutOff(_logger, SchemaTexts.CutOff(unfinished));
            return;
        }
        if (live is not null && live > latest)
        {
            RunLog.Ahead(_logger, pack, $"{live}", $"{latest}");
            return;
        }
        await _store.PrepareAsync(_versions.ScopeOf(pack), cancellation);
        var plan = await _planner.PlanAsync(pack, live, latest, cancellation);
        if (live is not null && live < latest)
        {
            var losing = plan.Steps.FirstOrDefault(step => step.IsDestructive);
            if (losing is not null || !_options.UpgradeOnStart)
            {
                if (losing is not null && _options.UpgradeOnStart)
                {
                    RunLog.NotUpgraded(_logger, pack, $"{live}", $"{latest}", losing.Summary);
                }
                RunLog.Behind(_logger, pack, $"{live}", $"{latest}");
                plan = await _planner.PlanAsync(pack, live, live, cancellation);
            }
        }
        // At its own version only what is missing altogether is made: the service can't do without it.
        var steps = plan
            .Steps.Where(step =>
                plan.From == plan.To
                    ? step.Phase is StepPhase.Create or StepPhase.CreateView
                    : !step.IsDestructive
            )
            .ToList();
        if (plan.Steps.Except(steps).FirstOrDefault() is { } left)
        {
            RunLog.LeftAtStart(_logger, pack, left.Summary);
        }
        if (steps.Count > 0 || plan.From != plan.To)
        {
            await RunAsync(plan with { Steps = steps }, history, cancellation);
        }
        RunLog.Started(_logger, pack, $"{plan.To}", steps.Count, watch.ElapsedMilliseconds);
    }

    private async Task RunAsync(SchemaPlan plan, RunHistory history, CancellationToken cancellation)
    {
        await using var right =
            await _store.TryLockAsync(cancellation) ?? throw SchemaErrors.Busy(_store.Kind.Label());
        var journal = new RunJournal(_store.Journal, _time, plan, "", "start");
        await journal.StartAsync(history.UnfinishedOf(plan.Pack), cancellation);
        await using var transaction = await _store.BeginAsync(cancellation);
        var creates = plan.Steps.Where(step => step.Phase == StepPhase.Create).ToList();
        // New definitions don't depend on each other, so they are made side by side and noted together.
        if (creates.Count > 0)
        {
            await journal.WriteAsync(JournalEvent.StepStarted, creates, cancellation);
            await Parallel.ForEachAsync(
                creates,
                new ParallelOptions
                {
                    // A transaction is one conversation.
                    MaxDegreeOfParallelism = transaction is null ? _options.CreatesAtOnce : 1,
                    CancellationToken = cancellation,
                },
                async (step, token) => await ExecuteAsync(step, token)
            );
            await journal.WriteAsync(JournalEvent.StepDone, creates, cancellation);
        }
        foreach (var step in plan.Steps.Except(creates))
        {
            await journal.WriteAsync(JournalEvent.StepStarted, step, cancellation);
            await ExecuteAsync(step, cancellation);
            await journal.WriteAsync(JournalEvent.StepDone, step, cancellation);
        }
        await journal.EndAsync(JournalEvent.RunFinished, "", cancellation);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellation);
        }
    }

    private async Task ExecuteAsync(SchemaStep step, CancellationToken cancellation)
    {
        foreach (var statement in step.Statements)
        {
            await _store.ExecuteAsync(statement, cancellation);
        }
    }
}
