using Platform.Schema.Versioning;

namespace Platform.Schema.Model;

/// <summary>A view, a materialized view, or a continuous aggregate (a materialized view on a plain server).</summary>
public sealed record PostgreSqlView : Definition
{
    public required DefinitionKind ViewKind { get; init; }

    public override DefinitionKind Kind => ViewKind;

    /// <summary>
    /// The query. {table} becomes the table's name in the pack's schema; {bucket(1 day, time)},
    /// {first(open, time)} and {last(close, time)} become what the server has.
    /// </summary>
    public required string Query { get; init; }

    /// <summary>The tables and views it reads: created before it.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>Indexes of a materialized view; a unique one allows refreshing it concurrently.</summary>
    public IReadOnlyList<PostgreSqlIndex> Indexes { get; init; } = [];

    public RefreshPolicy? Refresh { get; init; }

    public override Definition At(SemanticVersion version) =>
        this with
        {
            Indexes = Indexes.At(version),
        };
}

/// <summary>How a materialized view is kept fresh.</summary>
public sealed record RefreshPolicy
{
    public required string Every { get; init; }

    /// <summary>Of a continuous aggregate: the window that is refreshed, as distances from now.</summary>
    public string? StartOffset { get; init; }

    public string? EndOffset { get; init; }
}
