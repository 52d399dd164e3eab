namespace Platform.Schema.Service.Journal;

public enum JournalEvent
{
    RunStarted = 1,
    StepStarted = 2,
    StepDone = 3,
    StepFailed = 4,

    /// <summary>Was done, and was taken back.</summary>
    StepRolledBack = 5,

    /// <summary>Was done, and could not be taken back.</summary>
    StepKept = 6,

    /// <summary>The pack is at the version asked for.</summary>
    RunFinished = 7,
    RunFailed = 8,

    /// <summary>Was cut off, and a later run began where the store then was.</summary>
    RunClosed = 9,
}

/// <summary>A line of the journal. A run is one pack on its way to one version.</summary>
public sealed record JournalEntry
{
    public required Guid Run { get; init; }

    public required JournalEvent Event { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Pack { get; init; }

    /// <summary>Empty: nothing was applied before.</summary>
    public required string FromVersion { get; init; }

    public required string ToVersion { get; init; }

    /// <summary>Empty: the caller gave none.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>What was asked for, to tell a repeat from another request with the same id.</summary>
    public string Request { get; init; } = "";

    /// <summary>From 1; 0: the entry is about the whole run.</summary>
    public int Step { get; init; }

    /// <summary>Steps of the run.</summary>
    public int Total { get; init; }

    public string Definition { get; init; } = "";

    public string Summary { get; init; } = "";

    public IReadOnlyList<string> Statements { get; init; } = [];

    public IReadOnlyList<string> Undo { get; init; } = [];

    public bool IsDestructive { get; init; }

    public string Backup { get; init; } = "";

    public string Error { get; init; } = "";
}
