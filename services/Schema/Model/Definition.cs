using Platform.Schema.Versioning;

namespace Platform.Schema.Model;

/// <summary>What a definition makes in its store.</summary>
public enum DefinitionKind
{
    Table,
    View,
    MaterializedView,
    ContinuousAggregate,
    Function,
    Trigger,
    Collection,
    Graph,
    CacheKey,
    Topic,
}

/// <summary>One definition of a pack: its name is unique in its store and pack.</summary>
public abstract record Definition : IVersioned
{
    public required string Name { get; init; }

    public abstract DefinitionKind Kind { get; }

    /// <summary>The group, which is also the name of its file.</summary>
    public required string Group { get; init; }

    public required string Comment { get; init; }

    /// <summary>Where it comes from: the document or variant of the catalogue.</summary>
    public required string Source { get; init; }

    /// <summary>
    /// Whether the documents count it; not counted is what their views, functions and triggers need and
    /// they leave out.
    /// </summary>
    public bool Counted { get; init; } = true;

    /// <summary>What differs from its source, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public SemanticVersion? Since { get; init; }

    public SemanticVersion? Until { get; init; }

    /// <summary>The same definition with only the parts that the version has.</summary>
    public virtual Definition At(SemanticVersion version) => this;
}
