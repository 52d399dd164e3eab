namespace Platform.Schema.Service.Journal;

/// <summary>What was done to the schema, kept in the store itself. What is appended is durable.</summary>
public interface ISchemaJournal
{
    Task AppendAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellation);

    /// <summary>The entries about whole runs, oldest first.</summary>
    Task<IReadOnlyList<JournalEntry>> ReadRunsAsync(CancellationToken cancellation);

    /// <summary>Everything about one run, oldest first.</summary>
    Task<IReadOnlyList<JournalEntry>> ReadRunAsync(Guid run, CancellationToken cancellation);
}
