using Platform.Schema.Model;
using Platform.Schema.Versioning;

namespace Platform.Schema.Loading;

/// <summary>A since or until must be a released version, and in order.</summary>
internal static class VersionChecks
{
    public static void Check(Definition definition, PackStore store, MapReader map)
    {
        foreach (var part in Parts(definition))
        {
            foreach (var version in new[] { part.Since, part.Until }.OfType<SemanticVersion>())
            {
                if (store.Versions.All(released => released.Version != version))
                {
                    throw map.Error(
                        $"{version} is no released version; pack.yaml has: "
                            + string.Join(", ", store.Versions.Select(known => known.Version))
                    );
                }
            }
            if (part.Since is { } since && part.Until is { } until && until <= since)
            {
                throw map.Error($"until {until} is not after since {since}");
            }
        }
    }

    private static IEnumerable<IVersioned> Parts(Definition definition) =>
        definition switch
        {
            ClickHouseTable table => [table, .. table.Columns, .. table.Indexes],
            PostgreSqlTable table =>
            [
                table,
                .. table.Columns,
                .. table.Uniques,
                .. table.Checks,
                .. table.ForeignKeys,
                .. table.Indexes,
            ],
            PostgreSqlView view => [view, .. view.Indexes],
            GraphCollection collection => [collection, .. collection.Fields, .. collection.Indexes],
            VectorCollection collection => [collection, .. collection.Properties],
            CacheKey key => [key, .. key.Fields],
            Topic topic => [topic, .. topic.Fields],
            _ => [definition],
        };
}
