using Platform.Schema.Model;
using Platform.Schema.Service.Diff;
using Platform.Schema.Service.Journal;

namespace Platform.Schema.Service;

/// <summary>What a store must be able to do for its definitions to be planned, applied and validated.</summary>
public interface ISchemaStore
{
    StoreKind Kind { get; }

    ISchemaJournal Journal { get; }

    /// <summary>What the store lacks and what stands in for it, a sentence each.</summary>
    IReadOnlyList<string> Forms { get; }

    /// <summary>Such as "ClickHouse 26.7.3.1 (embedded)".</summary>
    Task<string> EngineAsync(CancellationToken cancellation);

    /// <summary>Everything that is live in a pack's namespace, as definitions.</summary>
    Task<IReadOnlyList<Definition>> ReadLiveAsync(string scope, CancellationToken cancellation);

    /// <summary>The definitions as the store itself would write them, for comparison with what is live.</summary>
    Task<IReadOnlyList<Definition>> NormaliseAsync(
        IReadOnlyList<Definition> definitions,
        CancellationToken cancellation
    );

    /// <summary>The parts two versions of a definition are compared by.</summary>
    IReadOnlyList<Part> Describe(Definition definition);

    /// <summary>
    /// The steps that bring one definition from what is live to what is wanted. Each must be recognisable
    /// as done from the live store, or harmless to repeat.
    /// </summary>
    IReadOnlyList<SchemaStep> Render(Change change, RenderContext context);

    Task ExecuteAsync(string statement, CancellationToken cancellation);

    /// <summary>
    /// Null where the store can't do it: then a failed step is taken back statement by statement. Otherwise all that
    /// is executed, read and noted in the journal until the commit belongs to the transaction.
    /// </summary>
    Task<IStoreTransaction?> BeginAsync(CancellationToken cancellation) =>
        Task.FromResult<IStoreTransaction?>(null);

    /// <summary>
    /// Comes before the first statement of a step for which writers have to stand still at some point. Null: the
    /// store needs no such thing.
    /// </summary>
    Task<IStepScope?> EnterAsync(SchemaStep step, CancellationToken cancellation) =>
        Task.FromResult<IStepScope?>(null);

    /// <summary>Whether steps that were cut off left something beside the tables.</summary>
    Task<bool> HasRemainsAsync(CancellationToken cancellation) => Task.FromResult(false);

    /// <summary>Finishes or clears that. Only with the right to change the schema; harmless to repeat.</summary>
    Task ClearRemainsAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Makes the namespace itself, where the store needs that.</summary>
    Task PrepareAsync(string scope, CancellationToken cancellation);

    /// <summary>How many rows of each definition with a TTL are past it, and what is due to move between its tiers.</summary>
    Task<IReadOnlyList<RetentionState>> ReadRetentionAsync(
        SchemaState state,
        CancellationToken cancellation
    );

    /// <summary>The right to change the schema, among all processes; null: another has it. Disposing gives it back.</summary>
    Task<IAsyncDisposable?> TryLockAsync(CancellationToken cancellation);

    /// <summary>A failure of the store's, in words a caller may see; null: not one of the store's.</summary>
    string? Explain(Exception exception);

    /// <summary>Whether the statement that failed so may have taken effect all the same.</summary>
    bool IsOutcomeUnknown(Exception exception) => false;
}

/// <summary>What rendering needs to know beside the change itself.</summary>
/// <param name="Scope">The pack's namespace.</param>
/// <param name="Version">The live version, for the names of backups; empty: none.</param>
/// <param name="At">The time in the names of backups.</param>
public sealed record RenderContext(string Scope, string Version, DateTimeOffset At);

/// <param name="Definition">The definition's name.</param>
/// <param name="Ttl">As the definition has it.</param>
/// <param name="Rows">All rows.</param>
/// <param name="RowsDue">Those past their TTL that are still there.</param>
/// <param name="Oldest">The time of the oldest row; null: there is none, or it has no plain time.</param>
public sealed record RetentionState(
    string Definition,
    string Ttl,
    ulong Rows,
    ulong RowsDue,
    DateTimeOffset? Oldest
)
{
    /// <summary>Those that are in force; empty: none.</summary>
    public IReadOnlyList<TierState> Tiers { get; init; } = [];
}

/// <param name="Volume">Where rows go.</param>
/// <param name="After">From which age on: "30 days".</param>
/// <param name="RowsDue">Those of that age that lie elsewhere.</param>
/// <param name="BytesDue">What these take on the disk.</param>
public sealed record TierState(string Volume, string After, ulong RowsDue, ulong BytesDue);
