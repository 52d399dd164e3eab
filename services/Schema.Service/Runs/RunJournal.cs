using Platform.Schema.Service.Journal;

namespace Platform.Schema.Service.Runs;

/// <summary>One run's lines in the journal.</summary>
internal sealed class RunJournal(
    ISchemaJournal journal,
    TimeProvider time,
    SchemaPlan plan,
    string requestId,
    string request
)
{
    private DateTimeOffset _last;

    public Guid Run { get; } = Guid.CreateVersion7();

    /// <param name="unfinished">The start of the run that this one takes over from, if any.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public Task StartAsync(JournalEntry? unfinished, CancellationToken cancellation)
    {
        var start = Entry(JournalEvent.RunStarted);
        return unfinished is null
            ? journal.AppendAsync([start], cancellation)
            : journal.AppendAsync(
                [
                    unfinished with
                    {
                        Event = JournalEvent.RunClosed,
                        At = Now(),
                        Error = $"cut off; taken over by run {Run}",
                    },
                    start with
                    {
                        At = Now(),
                    },
                ],
                cancellation
            );
    }

    public Task WriteAsync(
        JournalEvent what,
        SchemaStep step,
        CancellationToken cancellation,
        string error = ""
    ) => journal.AppendAsync([Entry(what, step, error)], cancellation);

    /// <summary>The same of many steps at once: one write instead of hundreds at the first start.</summary>
    public Task WriteAsync(
        JournalEvent what,
        IEnumerable<SchemaStep> steps,
        CancellationToken cancellation
    ) => journal.AppendAsync([.. steps.Select(step => Entry(what, step, ""))], cancellation);

    public Task EndAsync(JournalEvent what, string error, CancellationToken cancellation) =>
        journal.AppendAsync([Entry(what) with { Error = error }], cancellation);

    private JournalEntry Entry(JournalEvent what) =>
        new()
        {
            Run = Run,
            Event = what,
            At = Now(),
            Pack = plan.Pack,
            FromVersion = plan.FromText,
            ToVersion = plan.To.ToString(),
            RequestId = requestId,
            Request = request,
            Total = plan.Steps.Count,
        };

    private JournalEntry Entry(JournalEvent what, SchemaStep step, string error) =>
        Entry(what) with
        {
            Step = step.Number,
            Definition = step.Definition,
            Summary = step.Summary,
            Statements = step.Statements,
            Undo = step.Undo,
            IsDestructive = step.IsDestructive,
            Backup = step.Backup,
            Error = error,
        };

    /// <summary>The journal is read in the order of its times, so no two entries may have the same.</summary>
    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        _last = now > _last ? now : _last.AddMicroseconds(1);
        return _last;
    }
}
