using Platform.Schema.Versioning;

namespace Platform.Schema.Model;

/// <summary>A collection of objects with vectors.</summary>
public sealed record VectorCollection : Definition
{
    public override DefinitionKind Kind => DefinitionKind.Collection;

    /// <summary>The server's module that makes vectors from text; none: clients bring them.</summary>
    public required string Vectorizer { get; init; }

    /// <summary>Of the vectorizer: its model.</summary>
    public string? Model { get; init; }

    /// <summary>Of models that are told apart by it: ada has 002.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>Length of every vector.</summary>
    public required int Dimensions { get; init; }

    /// <summary>cosine, dot or l2-squared.</summary>
    public string Distance { get; init; } = "cosine";

    public required IReadOnlyList<VectorProperty> Properties { get; init; }

    public override Definition At(SemanticVersion version) =>
        this with
        {
            Properties = Properties.At(version),
        };
}

public sealed record VectorProperty : IVersioned
{
    public required string Name { get; init; }

    /// <summary>text, text[], number, number[], int, boolean, date, object.</summary>
    public required string Type { get; init; }

    /// <summary>Of text: field (the whole value is one token) or word.</summary>
    public string? Tokenization { get; init; }

    public bool Filterable { get; init; } = true;

    public bool Searchable { get; init; }

    /// <summary>Whether the vectorizer leaves it out.</summary>
    public bool SkipVectorization { get; init; }

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    public string? Comment { get; init; }

    /// <summary>The fields of an object.</summary>
    public IReadOnlyList<VectorProperty> Properties { get; init; } = [];

    public SemanticVersion? Since { get; init; }

    public SemanticVersion? Until { get; init; }
}
