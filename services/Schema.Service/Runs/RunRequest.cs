using Platform.Schema.Versioning;

namespace Platform.Schema.Service.Runs;

/// <summary>What an Apply or a Rollback asks for.</summary>
internal sealed record RunRequest
{
    public required bool IsRollback { get; init; }

    /// <summary>Each with the version it goes to; null: its newest.</summary>
    public required IReadOnlyList<(string Pack, SemanticVersion? Version)> Packs { get; init; }

    public required bool AllowDestructive { get; init; }

    /// <summary>Empty: none.</summary>
    public required string RequestId { get; init; }

    /// <summary>Tells a repeat from another request with the same id.</summary>
    public override string ToString() =>
        (IsRollback ? "rollback" : "apply")
        + string.Concat(
            Packs.Select(pack => $" {pack.Pack} {pack.Version?.ToString() ?? "newest"}")
        )
        + (AllowDestructive ? " destructive" : "");
}

internal enum RunState
{
    Running,
    Done,
    Failed,
    RolledBack,
    Kept,
    Finished,
}

/// <summary>One line of a run's progress.</summary>
internal sealed record RunProgress
{
    public required string Pack { get; init; }

    public required RunState State { get; init; }

    /// <summary>Null: about the whole pack.</summary>
    public SchemaStep? Step { get; init; }

    public int Done { get; init; }

    public int Total { get; init; }

    public string Version { get; init; } = "";

    public string Error { get; init; } = "";
}
