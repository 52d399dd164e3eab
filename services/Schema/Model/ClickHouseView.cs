namespace Platform.Schema.Model;

/// <summary>A view of ClickHouse; materialized when it names the table it writes to.</summary>
public sealed record ClickHouseView : Definition
{
    public override DefinitionKind Kind =>
        To is null ? DefinitionKind.View : DefinitionKind.MaterializedView;

    public required string Query { get; init; }

    /// <summary>The table that rows of a materialized view go to.</summary>
    public string? To { get; init; }

    /// <summary>The tables it reads: created before it.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];
}
