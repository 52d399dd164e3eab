using Platform.Schema.Model;
using Platform.Schema.Versioning;

namespace Platform.Schema.Loading;

/// <summary>Puts packs together from files: PACK/pack.yaml and PACK/STORE/GROUP.yaml.</summary>
internal static class CatalogueLoader
{
    private const string PackFile = "pack.yaml";

    public static Catalogue Load(IReadOnlyList<SchemaFile> files)
    {
        var packs = new List<Pack>();
        foreach (var folder in files.GroupBy(file => file.Path.Split('/')[0]))
        {
            var packFile =
                folder.FirstOrDefault(file => file.Path == $"{folder.Key}/{PackFile}")
                ?? throw new SchemaFormatException(
                    $"schema/{folder.Key}",
                    1,
                    $"a pack needs its {PackFile}"
                );
            packs.Add(LoadPack(PackReader.Read(packFile), [.. folder.Where(f => f != packFile)]));
        }
        return new Catalogue([.. packs.OrderBy(pack => pack.Name, StringComparer.Ordinal)]);
    }

    private static Pack LoadPack(Pack pack, IReadOnlyList<SchemaFile> files)
    {
        var folders = pack.Stores.Select(store => store.Kind.Name()).ToList();
        foreach (var file in files)
        {
            if (file.Path.Split('/') is not [_, var folder, _] || !folders.Contains(folder))
            {
                throw new SchemaFormatException(
                    file.Display,
                    1,
                    $"a file of pack {pack.Name} is in one of the folders {string.Join(", ", folders)}"
                );
            }
        }
        return pack with
        {
            Stores =
            [
                .. pack.Stores.Select(store =>
                    LoadStore(store, [.. files.Where(file => IsIn(file, pack, store.Kind))])
                ),
            ],
        };
    }

    private static bool IsIn(SchemaFile file, Pack pack, StoreKind store) =>
        file.Path.StartsWith($"{pack.Name}/{store.Name()}/", StringComparison.Ordinal);

    private static PackStore LoadStore(PackStore store, IReadOnlyList<SchemaFile> files)
    {
        var reader = ReaderFor(store.Kind);
        var groups = files.Select(file => MapReader.Parse(file, "group")).ToList();
        groups.ForEach(reader.ReadTemplates);
        var definitions = new List<Definition>();
        foreach (var (file, group) in files.Zip(groups))
        {
            ReadGroup(file, group, reader, store, definitions);
        }
        ReferenceChecks.Check(store, definitions, files);
        return store with { Definitions = definitions };
    }

    private static void ReadGroup(
        SchemaFile file,
        MapReader map,
        IDefinitionReader reader,
        PackStore store,
        List<Definition> definitions
    )
    {
        var head = new GroupHead(map.Text("group"), map.OptionalText("source"));
        var expected = Path.GetFileNameWithoutExtension(file.Path);
        if (head.Name != expected)
        {
            throw map.Error($"the group '{head.Name}' is in the file of '{expected}'", "group");
        }
        foreach (var (name, definitionMap) in map.NamedMaps("definitions", "definition"))
        {
            var definition = reader.Read(definitionMap, name, head);
            definitionMap.End();
            VersionChecks.Check(definition, store, definitionMap);
            if (definitions.Any(other => other.Name == name && other.Overlaps(definition)))
            {
                throw definitionMap.Error(
                    $"there are two definitions '{name}' in {store.Kind.Name()} of pack {store.Pack}"
                );
            }
            definitions.Add(definition);
        }
        map.End();
    }

    private static IDefinitionReader ReaderFor(StoreKind kind) =>
        kind switch
        {
            StoreKind.ClickHouse => new ClickHouseReader(),
            StoreKind.PostgreSql => new PostgreSqlReader(),
            StoreKind.ArangoDb => new GraphReader(),
            StoreKind.Weaviate => new VectorReader(),
            StoreKind.Cache => new CacheReader(),
            StoreKind.Topics => new TopicReader(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}
