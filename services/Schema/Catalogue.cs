using Platform.Schema.Loading;
using Platform.Schema.Model;
using Platform.Schema.Versioning;

namespace Platform.Schema;

/// <summary>All definitions of all packs. Immutable, and safe to share.</summary>
public sealed class Catalogue
{
    private static readonly Lazy<Catalogue> Embedded = new(() =>
        CatalogueLoader.Load(SchemaFiles.Embedded())
    );

    internal Catalogue(IReadOnlyList<Pack> packs) => Packs = packs;

    /// <summary>The definitions this build ships with.</summary>
    public static Catalogue Shipped => Embedded.Value;

    /// <summary>By name.</summary>
    public IReadOnlyList<Pack> Packs { get; }

    /// <summary>The definitions in a folder, laid out as schema/ in the repository is.</summary>
    /// <exception cref="SchemaFormatException">A file says something that it may not.</exception>
    public static Catalogue Load(string folder) => CatalogueLoader.Load(SchemaFiles.In(folder));

    /// <exception cref="UnknownSchemaException">There is no such pack.</exception>
    public Pack Pack(string name) =>
        Packs.FirstOrDefault(pack => pack.Name == name)
        ?? throw new UnknownSchemaException("pack", name, Packs.Select(pack => pack.Name));

    /// <summary>Every pack that has definitions for a store.</summary>
    public IReadOnlyList<PackStore> Stores(StoreKind store) =>
        [.. Packs.Select(pack => pack.Store(store)).OfType<PackStore>()];

    /// <exception cref="UnknownSchemaException">There is no such pack, or it has nothing for the store.</exception>
    public PackStore Store(StoreKind store, string pack) =>
        Pack(pack).Store(store)
        ?? throw new UnknownSchemaException(
            $"store of pack {pack}",
            store.Name(),
            Pack(pack).Stores.Select(other => other.Kind.Name())
        );

    /// <summary>What the store holds of the pack at a released version; null: at the current one.</summary>
    /// <exception cref="UnknownSchemaException">No such pack, store or version.</exception>
    public SchemaState At(StoreKind store, string pack, SemanticVersion? version = null)
    {
        var definitions = Store(store, pack);
        var wanted = version ?? definitions.Version;
        if (definitions.Versions.All(released => released.Version != wanted))
        {
            throw new UnknownSchemaException(
                $"version of {store.Name()} in pack {pack}",
                wanted.ToString(),
                definitions.Versions.Select(released => released.Version.ToString())
            );
        }
        return new SchemaState
        {
            Pack = pack,
            Store = store,
            Namespace = definitions.Namespace,
            Version = wanted,
            Definitions =
            [
                .. definitions.Definitions.At(wanted).Select(definition => definition.At(wanted)),
            ],
        };
    }
}
