using Platform.Schema.Versioning;

namespace Platform.Schema.Model;

/// <summary>A collection of vertices, or of edges when it says what it joins.</summary>
public sealed record GraphCollection : Definition
{
    public override DefinitionKind Kind => DefinitionKind.Collection;

    /// <summary>The collections edges start at; empty: this is a collection of vertices.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    public IReadOnlyList<string> To { get; init; } = [];

    public bool IsEdge => From.Count > 0;

    public required IReadOnlyList<Field> Fields { get; init; }

    public IReadOnlyList<GraphIndex> Indexes { get; init; } = [];

    public override Definition At(SemanticVersion version) =>
        this with
        {
            Fields = Fields.At(version),
            Indexes = Indexes.At(version),
        };
}

/// <summary>A persistent index; the older kinds are aliases of it since ArangoDB 3.9.</summary>
public sealed record GraphIndex : IVersioned
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Fields { get; init; }

    public bool Unique { get; init; }

    public bool Sparse { get; init; }

    public SemanticVersion? Since { get; init; }

    public SemanticVersion? Until { get; init; }
}

/// <summary>A named graph: the edge collections it is made of.</summary>
public sealed record NamedGraph : Definition
{
    public override DefinitionKind Kind => DefinitionKind.Graph;

    public required IReadOnlyList<string> Edges { get; init; }
}
