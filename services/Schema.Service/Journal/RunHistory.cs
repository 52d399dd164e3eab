using Platform.Schema.Versioning;

namespace Platform.Schema.Service.Journal;

/// <summary>What the journal says of each pack.</summary>
internal sealed class RunHistory(IReadOnlyList<JournalEntry> runs)
{
    public static async Task<RunHistory> ReadAsync(
        ISchemaJournal journal,
        CancellationToken cancellation
    ) => new(await journal.ReadRunsAsync(cancellation));

    /// <summary>The version the pack was last brought to; null: none yet.</summary>
    public SemanticVersion? VersionOf(string pack) =>
        FinishOf(pack) is { } finish ? SemanticVersion.Parse(finish.ToVersion) : null;

    public DateTimeOffset? AppliedAt(string pack) => FinishOf(pack)?.At;

    /// <summary>The start of a run that neither finished nor failed; null: none.</summary>
    public JournalEntry? UnfinishedOf(string pack) =>
        runs.LastOrDefault(entry =>
            entry.Event == JournalEvent.RunStarted
            && entry.Pack == pack
            && !runs.Any(other => other.Run == entry.Run && other.Event != JournalEvent.RunStarted)
        );

    /// <summary>How the runs of a request ended, in their order; null: one has not.</summary>
    public IReadOnlyList<JournalEntry>? EndsOf(string requestId)
    {
        var ends = new List<JournalEntry>();
        var started = runs.Where(entry =>
            entry.RequestId == requestId
            && entry.Event == JournalEvent.RunStarted
            && !runs.Any(other => other.Run == entry.Run && other.Event == JournalEvent.RunClosed)
        );
        foreach (var start in started)
        {
            var end = runs.FirstOrDefault(entry =>
                entry.Run == start.Run
                && entry.Event is JournalEvent.RunFinished or JournalEvent.RunFailed
            );
            if (end is null)
            {
                return null;
            }
            ends.Add(end);
        }
        return ends;
    }

    /// <summary>What a request id was first used for; null: never.</summary>
    public string? RequestOf(string requestId) =>
        runs.FirstOrDefault(entry => entry.RequestId == requestId)?.Request;

    private JournalEntry? FinishOf(string pack) =>
        runs.LastOrDefault(entry => entry.Event == JournalEvent.RunFinished && entry.Pack == pack);
}
