using Platform.Schema.Versioning;

namespace Platform.Schema.Model;

/// <summary>What a store holds of a pack at one version.</summary>
public sealed record SchemaState
{
    public required string Pack { get; init; }

    public required StoreKind Store { get; init; }

    public required string Namespace { get; init; }

    public required SemanticVersion Version { get; init; }

    public required IReadOnlyList<Definition> Definitions { get; init; }

    public Definition? Find(string name) =>
        Definitions.FirstOrDefault(definition => definition.Name == name);

    public IEnumerable<T> Of<T>()
        where T : Definition => Definitions.OfType<T>();
}
