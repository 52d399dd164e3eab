using Platform.Schema.Model;
using Platform.Schema.Service;
using Platform.Schema.Service.Diff;
using Platform.Schema.Service.Journal;

namespace Platform.Timeseries.Tests.Schema;

/// <summary>The process ends here: nothing after it is done, not even noted.</summary>
public sealed class KilledException : Exception;

/// <summary>The answer was lost on the way: nobody knows whether the statement was done.</summary>
public sealed class LostException : Exception;

/// <summary>
/// The real store, with a process that can be killed after any of its writes. What was written stays, what
/// would have come after is not done: as after kill -9, at a moment of choice.
/// </summary>
internal sealed class KilledStore(ISchemaStore store) : ISchemaStore, ISchemaJournal
{
    private int _writes;

    /// <summary>The write after which the process is gone; 0: it lives.</summary>
    public int KillAfter { get; set; }

    /// <summary>Makes another statement of one; for statements that are to fail.</summary>
    public Func<string, string> Replace { get; set; } = statement => statement;

    /// <summary>Called before each statement.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called after each statement.</summary>
    public Action<string> After { get; set; } = _ => { };

    /// <summary>Writes since the last <see cref="Restart"/>.</summary>
    public int Writes => _writes;

    public StoreKind Kind => store.Kind;

    public ISchemaJournal Journal => this;

    public IReadOnlyList<string> Forms => store.Forms;

    public void Restart(int killAfter)
    {
        _writes = 0;
        KillAfter = killAfter;
    }

    public async Task ExecuteAsync(string statement, CancellationToken cancellation)
    {
        await Before(statement);
        // What others have begun when one is killed comes to its end, so that nothing of it is met by what comes after.
        await store.ExecuteAsync(Replace(statement), CancellationToken.None);
        After(statement);
        Count();
    }

    public async Task AppendAsync(
        IReadOnlyList<JournalEntry> entries,
        CancellationToken cancellation
    )
    {
        await store.Journal.AppendAsync(entries, cancellation);
        Count();
    }

    public Task<IReadOnlyList<JournalEntry>> ReadRunsAsync(CancellationToken cancellation) =>
        store.Journal.ReadRunsAsync(cancellation);

    public Task<IReadOnlyList<JournalEntry>> ReadRunAsync(
        Guid run,
        CancellationToken cancellation
    ) => store.Journal.ReadRunAsync(run, cancellation);

    public Task<string> EngineAsync(CancellationToken cancellation) =>
        store.EngineAsync(cancellation);

    public Task<IReadOnlyList<Definition>> ReadLiveAsync(
        string scope,
        CancellationToken cancellation
    ) => store.ReadLiveAsync(scope, cancellation);

    public Task<IReadOnlyList<Definition>> NormaliseAsync(
        IReadOnlyList<Definition> definitions,
        CancellationToken cancellation
    ) => store.NormaliseAsync(definitions, cancellation);

    public IReadOnlyList<Part> Describe(Definition definition) => store.Describe(definition);

    public IReadOnlyList<SchemaStep> Render(Change change, RenderContext context) =>
        store.Render(change, context);

    public Task PrepareAsync(string scope, CancellationToken cancellation) =>
        store.PrepareAsync(scope, cancellation);

    public Task<IReadOnlyList<RetentionState>> ReadRetentionAsync(
        SchemaState state,
        CancellationToken cancellation
    ) => store.ReadRetentionAsync(state, cancellation);

    public Task<IAsyncDisposable?> TryLockAsync(CancellationToken cancellation) =>
        store.TryLockAsync(cancellation);

    public Task<IStepScope?> EnterAsync(SchemaStep step, CancellationToken cancellation) =>
        store.EnterAsync(step, cancellation);

    public Task<bool> HasRemainsAsync(CancellationToken cancellation) =>
        store.HasRemainsAsync(cancellation);

    public Task ClearRemainsAsync(CancellationToken cancellation) =>
        store.ClearRemainsAsync(cancellation);

    public bool IsOutcomeUnknown(Exception exception) =>
        exception is LostException || store.IsOutcomeUnknown(exception);

    public string? Explain(Exception exception) =>
        exception is LostException ? "CONNECTION_LOST" : store.Explain(exception);

    private void Count()
    {
        // Definitions are created side by side.
        if (Interlocked.Increment(ref _writes) == KillAfter)
        {
            throw new KilledException();
        }
    }
}
