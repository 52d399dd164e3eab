using Platform.Schema.Versioning;

namespace Platform.Schema.Model;

/// <summary>The definitions of one source system, with a namespace of their own in every store.</summary>
public sealed record Pack(string Name, string Comment, IReadOnlyList<PackStore> Stores)
{
    public PackStore? Store(StoreKind kind) => Stores.FirstOrDefault(store => store.Kind == kind);
}

/// <summary>One pack in one store.</summary>
public sealed record PackStore
{
    public required string Pack { get; init; }

    public required StoreKind Kind { get; init; }

    /// <summary>
    /// ClickHouse or ArangoDB: the database; PostgreSQL: the schema; otherwise a prefix, perhaps empty,
    /// of every name.
    /// </summary>
    public required string Namespace { get; init; }

    /// <summary>The version a new store gets.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>Every released version, oldest first.</summary>
    public required IReadOnlyList<PackVersion> Versions { get; init; }

    /// <summary>Of all versions, in the order of the files.</summary>
    public required IReadOnlyList<Definition> Definitions { get; init; }
}

public sealed record PackVersion(SemanticVersion Version, string Comment);
