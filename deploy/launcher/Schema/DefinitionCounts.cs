using Platform.Schema.Model;
using Platform.Schema.Versioning;

namespace Platform.Launcher.Schema;

/// <summary>What a pack defines in a store, counted by kind as its documents count.</summary>
internal static class DefinitionCounts
{
    public static string Of(SchemaState state)
    {
        var counted = state
            .Definitions.Where(definition => definition.Counted)
            .GroupBy(definition => definition.Kind)
            .OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {Name(group.Key, group.Count())}");
        var beside = state.Definitions.Count(definition => !definition.Counted);
        return string.Join(", ", counted) + (beside == 0 ? "" : $" (and {beside} beside them)");
    }

    /// <summary>As callers name a store in the header that chooses one.</summary>
    public static string StoreName(this StoreKind kind) =>
        kind == StoreKind.Topics ? "stream" : kind.Name();

    /// <summary>A released version, or null for one that this build does not know.</summary>
    public static SemanticVersion? Released(PackStore store, string version) =>
        SemanticVersion.TryParse(version, out var wanted)
        && store.Versions.Any(one => one.Version == wanted)
            ? wanted
            : null;

    private static string Name(DefinitionKind kind, int count)
    {
        var one = kind switch
        {
            DefinitionKind.MaterializedView => "materialized view",
            DefinitionKind.ContinuousAggregate => "continuous aggregate",
            DefinitionKind.CacheKey => "key pattern",
            var other => other.ToString().ToLowerInvariant(),
        };
        return count == 1 ? one : one + "s";
    }
}
