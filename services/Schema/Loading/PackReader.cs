using Platform.Schema.Model;
using Platform.Schema.Versioning;

namespace Platform.Schema.Loading;

/// <summary>Reads pack.yaml: the stores of a pack, their namespaces and versions.</summary>
internal static class PackReader
{
    public static Pack Read(SchemaFile file)
    {
        var map = MapReader.Parse(file, "pack");
        var name = map.Text("pack");
        var folder = file.Path.Split('/')[0];
        if (name != folder)
        {
            throw map.Error($"the pack '{name}' is in the folder '{folder}'", "pack");
        }
        var comment = map.Text("comment");
        var stores = map.NamedMaps("stores", "store")
            .Select(item => ReadStore(name, item.Name, item.Map));
        var pack = new Pack(name, comment, [.. stores]);
        map.End();
        return pack;
    }

    private static PackStore ReadStore(string pack, string name, MapReader map)
    {
        if (!StoreKinds.TryParse(name, out var kind))
        {
            throw map.Error(
                $"'{name}' is not a store; stores are: {string.Join(", ", StoreKinds.All.Select(store => store.Name()))}"
            );
        }
        var version = map.OptionalVersion("version") ?? throw map.Error("'version' is missing");
        var versions = map.NamedTexts("versions")
            .Select(pair =>
                SemanticVersion.TryParse(pair.Key, out var released)
                    ? new PackVersion(released, pair.Value)
                    : throw map.Error($"'{pair.Key}' is not a version such as 2.1.0", "versions")
            )
            .ToList();
        if (versions.All(released => released.Version != version))
        {
            throw map.Error($"versions must tell of the current one, {version}", "versions");
        }
        for (var i = 1; i < versions.Count; i++)
        {
            if (versions[i].Version <= versions[i - 1].Version)
            {
                throw map.Error(
                    "versions must be listed from the oldest to the newest",
                    "versions"
                );
            }
        }
        var store = new PackStore
        {
            Pack = pack,
            Kind = kind,
            Namespace = map.Text("namespace"),
            Version = version,
            Versions = versions,
            Definitions = [],
        };
        map.End();
        return store;
    }
}
