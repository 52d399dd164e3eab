using Platform.Schema.Service.Journal;

namespace Platform.Schema.Service.Runs;

/// <summary>Tells a repeated request what the first was told, from the journal.</summary>
internal static class RepeatedRun
{
    /// <returns>Null when all was done, else why not.</returns>
    public static async Task<string?> AnswerAsync(
        ISchemaJournal journal,
        IReadOnlyList<JournalEntry> ends,
        Action<RunProgress> report,
        CancellationToken cancellation
    )
    {
        string? error = null;
        foreach (var end in ends)
        {
            var done = 0;
            foreach (var entry in await journal.ReadRunAsync(end.Run, cancellation))
            {
                done += entry.Event switch
                {
                    JournalEvent.StepDone => 1,
                    JournalEvent.StepRolledBack => -1,
                    _ => 0,
                };
                if (StateOf(entry) is { } state)
                {
                    report(Progress(entry, state, done));
                }
            }
            error = end.Event == JournalEvent.RunFailed ? end.Error : error;
        }
        return error;
    }

    private static RunState? StateOf(JournalEntry entry) =>
        entry.Event switch
        {
            JournalEvent.StepStarted => RunState.Running,
            JournalEvent.StepDone => RunState.Done,
            JournalEvent.StepFailed or JournalEvent.RunFailed => RunState.Failed,
            JournalEvent.StepRolledBack => RunState.RolledBack,
            JournalEvent.StepKept => RunState.Kept,
            JournalEvent.RunFinished => RunState.Finished,
            _ => null,
        };

    private static RunProgress Progress(JournalEntry entry, RunState state, int done) =>
        new()
        {
            Pack = entry.Pack,
            State = state,
            Step =
                entry.Step == 0
                    ? null
                    : new SchemaStep
                    {
                        Phase = StepPhase.Alter,
                        Number = entry.Step,
                        Definition = entry.Definition,
                        Summary = entry.Summary,
                        Statements = entry.Statements,
                        Undo = entry.Undo,
                        IsDestructive = entry.IsDestructive,
                        Backup = entry.Backup,
                    },
            Done = done,
            Total = entry.Total,
            Version = state == RunState.Finished ? entry.ToVersion : "",
            Error = entry.Error,
        };
}
