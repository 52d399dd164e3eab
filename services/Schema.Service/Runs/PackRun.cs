using Microsoft.Extensions.Logging;
using Platform.Schema.Service.Journal;

namespace Platform.Schema.Service.Runs;

/// <summary>Takes one pack through its plan, step by step, and back again when a step fails.</summary>
internal sealed class PackRun(
    ISchemaStore store,
    SchemaPlanner planner,
    SchemaPlan plan,
    RunJournal journal,
    Action<RunProgress> report,
    ILogger logger
)
{
    private readonly List<SchemaStep> _done = [];

    /// <summary>Whether the pack is at its version now. Cancelling leaves the run unfinished, for the next to continue.</summary>
    public async Task<bool> RunAsync(JournalEntry? unfinished, CancellationToken cancellation)
    {
        await journal.StartAsync(unfinished, cancellation);
        await using var transaction = await store.BeginAsync(cancellation);
        foreach (var step in plan.Steps)
        {
            if (await TakeAsync(step, cancellation) is not { } failure)
            {
                continue;
            }
            if (transaction is null)
            {
                await FailAsync(step, failure, cancellation);
            }
            else
            {
                await transaction.DisposeAsync();
                await FailWholeAsync(step, failure, cancellation);
            }
            return false;
        }
        var left = await planner.PlanAsync(plan.Pack, plan.From, plan.To, cancellation);
        if (left.Steps.Count > 0)
        {
            // Every step did as it was told and still something differs: that is for people to look at.
            var first = left.Differences[0];
            var error =
                $"all steps were done, but {left.Differences.Count} differences are left, the first: "
                + $"{first.Definition} {first.Part}: expected {first.Expected}, found {first.Found}";
            if (transaction is not null)
            {
                await transaction.DisposeAsync();
                _done.Clear();
            }
            await journal.EndAsync(JournalEvent.RunFailed, error, cancellation);
            Report(RunState.Failed, null, error);
            return false;
        }
        await journal.EndAsync(JournalEvent.RunFinished, "", cancellation);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellation);
        }
        RunLog.Finished(logger, plan.Pack, plan.FromText, plan.To.ToString(), plan.Steps.Count);
        Report(RunState.Finished, null);
        return true;
    }

    /// <summary>Null when it is done.</summary>
    private async Task<Failure?> TakeAsync(SchemaStep step, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await journal.WriteAsync(JournalEvent.StepStarted, step, cancellation);
        Report(RunState.Running, step);
        var executed = 0;
        try
        {
            await using var scope = step.Still.Equals(default(Range))
                ? null
                : await store.EnterAsync(step, cancellation);
            foreach (var statement in step.Statements)
            {
                if (scope is not null && executed == step.Still.Start.Value)
                {
                    await scope.HaltAsync(cancellation);
                }
                await store.ExecuteAsync(statement, cancellation);
                executed++;
                if (executed == step.Still.End.Value)
                {
                    scope?.Resume();
                }
            }
        }
        catch (Exception failure) when (store.Explain(failure) is { } reason)
        {
            RunLog.StepFailed(logger, plan.Pack, step.Number, step.Summary, failure.Message);
            return new Failure(executed, reason, store.IsOutcomeUnknown(failure));
        }
        await journal.WriteAsync(JournalEvent.StepDone, step, cancellation);
        _done.Add(step);
        Report(RunState.Done, step);
        return null;
    }

    private async Task FailAsync(SchemaStep failed, Failure failure, CancellationToken cancellation)
    {
        await journal.WriteAsync(JournalEvent.StepFailed, failed, cancellation, failure.Reason);
        Report(RunState.Failed, failed, failure.Reason);
        var kept = 0;
        // Its statements stand or fall one by one: what ran of it, or may have, has to be taken back too.
        var repair = failed.Repair.Count > 0 ? failed.Repair : failed.Undo;
        var isTouched =
            failure.Executed > failed.Prelude
            || (failure.IsUnknown && failure.Executed == failed.Prelude)
            || failed.Repair.Count > 0;
        if (isTouched && !await UndoAsync(failed with { Undo = repair }, cancellation))
        {
            kept++;
        }
        for (var i = _done.Count - 1; i >= 0; i--)
        {
            kept += await UndoAsync(_done[i], cancellation) ? 0 : 1;
        }
        await store.ClearRemainsAsync(cancellation);
        await EndAsync(
            failed,
            failure.Reason
                + (failure.IsUnknown ? " (whether it took effect is not known)" : "")
                + (isTouched ? "; of it and the steps before it " : "; of the steps before it ")
                + (
                    kept == 0
                        ? "all were taken back"
                        : $"{kept} could not be taken back, the others were"
                ),
            cancellation
        );
    }

    /// <summary>The transaction is rolled back, and what the journal had of it with it.</summary>
    private async Task FailWholeAsync(
        SchemaStep failed,
        Failure failure,
        CancellationToken cancellation
    )
    {
        await journal.WriteAsync(JournalEvent.StepFailed, failed, cancellation, failure.Reason);
        Report(RunState.Failed, failed, failure.Reason);
        for (var i = _done.Count - 1; i >= 0; i--)
        {
            var step = _done[i];
            _done.RemoveAt(i);
            Report(RunState.RolledBack, step);
        }
        await EndAsync(
            failed,
            $"{failure.Reason}; of the steps before it all were taken back",
            cancellation
        );
    }

    private async Task EndAsync(SchemaStep failed, string reason, CancellationToken cancellation)
    {
        var error = $"step {failed.Number} ({failed.Summary}) failed: {reason}";
        await journal.EndAsync(JournalEvent.RunFailed, error, cancellation);
        Report(RunState.Failed, null, error);
    }

    private async Task<bool> UndoAsync(SchemaStep step, CancellationToken cancellation)
    {
        var reason = "nothing can take it back";
        var undone = step.Undo.Count > 0;
        try
        {
            foreach (var statement in step.Undo)
            {
                await store.ExecuteAsync(statement, cancellation);
            }
        }
        catch (Exception failure) when (store.Explain(failure) is { } explained)
        {
            RunLog.UndoFailed(logger, plan.Pack, step.Number, step.Summary, failure.Message);
            reason = $"taking it back failed: {explained}";
            undone = false;
        }
        if (undone)
        {
            _done.RemoveAll(one => one.Number == step.Number);
            await journal.WriteAsync(JournalEvent.StepRolledBack, step, cancellation);
            Report(RunState.RolledBack, step);
            return true;
        }
        await journal.WriteAsync(JournalEvent.StepKept, step, cancellation, reason);
        Report(RunState.Kept, step, reason);
        return false;
    }

    private void Report(RunState state, SchemaStep? step, string error = "") =>
        report(
            new RunProgress
            {
                Pack = plan.Pack,
                State = state,
                Step = step,
                Done = _done.Count,
                Total = plan.Steps.Count,
                Version = state == RunState.Finished ? plan.To.ToString() : "",
                Error = error,
            }
        );

    /// <param name="Executed">How many of the step's statements were done.</param>
    /// <param name="Reason">For the caller.</param>
    /// <param name="IsUnknown">Whether the next one may have been done too.</param>
    private sealed record Failure(int Executed, string Reason, bool IsUnknown);
}
