using Platform.Schema.Model;
using Platform.Schema.Service.Journal;
using Platform.Schema.Versioning;
using Platform.ServiceDefaults;

namespace Platform.Schema.Service.Runs;

/// <summary>The packs of the store and their versions, and what a caller may ask of them.</summary>
internal sealed class PackVersions(ISchemaStore store, Catalogue catalogue)
{
    public IReadOnlyList<PackStore> All => catalogue.Stores(store.Kind);

    public string Store => store.Kind.Label();

    public SemanticVersion Latest(string pack) => Find(pack).Version;

    public string ScopeOf(string pack) => Find(pack).Namespace;

    /// <summary>One pack, or all when the name is empty.</summary>
    public IReadOnlyList<PackStore> Select(string pack) => pack.Length == 0 ? All : [Find(pack)];

    /// <exception cref="Grpc.Core.RpcException">UNKNOWN_DEFINITION.</exception>
    public PackStore Find(string pack) =>
        All.FirstOrDefault(one => one.Pack == pack)
        ?? throw SchemaErrors.UnknownPack(Store, pack, All.Select(one => one.Pack));

    /// <summary>A version of the pack; empty: null.</summary>
    /// <exception cref="Grpc.Core.RpcException">UNKNOWN_VERSION.</exception>
    public SemanticVersion? Parse(string pack, string version)
    {
        if (version.Length == 0)
        {
            return null;
        }
        var known = Find(pack).Versions.Select(one => one.Version).ToList();
        return SemanticVersion.TryParse(version, out var wanted) && known.Contains(wanted)
            ? wanted
            : throw SchemaErrors.UnknownVersion(pack, version, known);
    }

    /// <summary>Apply goes up or stays, Rollback goes down; either may end what was cut off.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    public void CheckDirection(
        RunHistory history,
        string pack,
        SemanticVersion? version,
        bool isRollback
    )
    {
        var live = history.VersionOf(pack);
        var wanted = version ?? Latest(pack);
        var isCutOff = history.UnfinishedOf(pack) is not null;
        if (!isRollback && live is not null && wanted < live)
        {
            PlatformErrors.ThrowInvalid(
                ("version", $"{wanted} is below the live version {live} of {pack}: use Rollback")
            );
        }
        if (isRollback && live is null && !isCutOff)
        {
            PlatformErrors.ThrowInvalid(("pack", $"{pack} was never applied: use Apply"));
        }
        if (isRollback && live is not null && (isCutOff ? wanted > live : wanted >= live))
        {
            PlatformErrors.ThrowInvalid(
                ("version", $"{wanted} is not below the live version {live} of {pack}: use Apply")
            );
        }
    }
}
