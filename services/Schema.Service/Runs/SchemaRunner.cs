using Microsoft.Extensions.Logging;
using Platform.Schema.Service.Journal;
using Platform.ServiceDefaults;

namespace Platform.Schema.Service.Runs;

/// <summary>Runs Apply and Rollback, one at a time.</summary>
internal sealed class SchemaRunner(
    ISchemaStore store,
    SchemaPlanner planner,
    PackVersions versions,
    TimeProvider time,
    ILogger<SchemaRunner> logger
) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Called when a run has ended, however it did.</summary>
    public event Action? Ended;

    public void Dispose() => _one.Dispose();

    /// <param name="request">What is asked for.</param>
    /// <param name="report">Called with each progress, in order.</param>
    /// <param name="cancellation">Cuts the run off between two statements; the next run continues it.</param>
    /// <returns>Null when all is done, else why not.</returns>
    /// <exception cref="Grpc.Core.RpcException">It was refused; nothing was changed.</exception>
    public async Task<string?> RunAsync(
        RunRequest request,
        Action<RunProgress> report,
        CancellationToken cancellation
    )
    {
        if (!await _one.WaitAsync(TimeSpan.Zero, cancellation))
        {
            throw SchemaErrors.Busy(store.Kind.Label());
        }
        try
        {
            await using var right =
                await store.TryLockAsync(cancellation)
                ?? throw SchemaErrors.Busy(store.Kind.Label());
            await store.ClearRemainsAsync(cancellation);
            return await RunLockedAsync(request, report, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            RunLog.CutOff(logger, "the service stops");
            throw;
        }
        finally
        {
            _one.Release();
            Ended?.Invoke();
        }
    }

    private async Task<string?> RunLockedAsync(
        RunRequest request,
        Action<RunProgress> report,
        CancellationToken cancellation
    )
    {
        var history = await RunHistory.ReadAsync(store.Journal, cancellation);
        if (request.RequestId.Length > 0)
        {
            if (history.RequestOf(request.RequestId) is { } first && first != request.ToString())
            {
                throw SchemaErrors.RequestIdReused(request.RequestId, first);
            }
            if (EndsOf(request, history) is { } ends)
            {
                return await RepeatedRun.AnswerAsync(store.Journal, ends, report, cancellation);
            }
        }
        var plans = new List<SchemaPlan>();
        foreach (var (pack, version) in request.Packs)
        {
            versions.CheckDirection(history, pack, version, request.IsRollback);
            plans.Add(
                await planner.PlanAsync(
                    pack,
                    history.VersionOf(pack),
                    version ?? versions.Latest(pack),
                    cancellation
                )
            );
        }
        if (
            !request.AllowDestructive
            && plans.Find(plan => plan.Steps.Any(step => step.IsDestructive)) is { } losing
        )
        {
            throw SchemaErrors.Destructive(losing);
        }
        foreach (var plan in plans)
        {
            var error = await RunAsync(plan, request, history, report, cancellation);
            if (error is not null)
            {
                return error;
            }
        }
        return null;
    }

    private async Task<string?> RunAsync(
        SchemaPlan plan,
        RunRequest request,
        RunHistory history,
        Action<RunProgress> report,
        CancellationToken cancellation
    )
    {
        await store.PrepareAsync(versions.ScopeOf(plan.Pack), cancellation);
        var journal = new RunJournal(
            store.Journal,
            time,
            plan,
            request.RequestId,
            request.ToString()
        );
        string? error = null;
        var run = new PackRun(
            store,
            planner,
            plan,
            journal,
            progress =>
            {
                error = progress.Step is null && progress.Error.Length > 0 ? progress.Error : error;
                report(progress);
            },
            logger
        );
        return await run.RunAsync(history.UnfinishedOf(plan.Pack), cancellation) ? null : error;
    }

    /// <summary>How the request's runs ended, when it is over: all packs done, or one failed.</summary>
    private static IReadOnlyList<JournalEntry>? EndsOf(RunRequest request, RunHistory history) =>
        history.EndsOf(request.RequestId) is { Count: > 0 } ends
        && (
            ends.Count == request.Packs.Count
            || ends.Any(end => end.Event == JournalEvent.RunFailed)
        )
            ? ends
            : null;
}
