using Platform.Schema.Model;

namespace Platform.Schema.Service.Diff;

/// <summary>
/// The one comparison that plans, runs, validation and status all come from: what a version defines
/// against what is live.
/// </summary>
internal static class SchemaDiff
{
    /// <param name="desired">As the store would write them.</param>
    /// <param name="live">Without what belongs to others.</param>
    /// <param name="describe">The store's way to take a definition apart.</param>
    public static IReadOnlyList<Change> Between(
        IReadOnlyList<Definition> desired,
        IReadOnlyList<Definition> live,
        Func<Definition, IReadOnlyList<Part>> describe
    )
    {
        var found = live.ToDictionary(definition => definition.Name, StringComparer.Ordinal);
        var changes = new List<Change>();
        foreach (var definition in desired)
        {
            var there = found.GetValueOrDefault(definition.Name);
            found.Remove(definition.Name);
            var differences = there is null
                ? [new(definition.Name, PartChange.Missing, "", Kind(definition), "")]
                : Compare(definition.Name, describe(definition), describe(there));
            if (differences.Count > 0)
            {
                changes.Add(new Change(definition, there, differences));
            }
        }
        foreach (var extra in live.Where(definition => found.ContainsKey(definition.Name)))
        {
            changes.Add(
                new Change(null, extra, [new(extra.Name, PartChange.Extra, "", "", Kind(extra))])
            );
        }
        return changes;
    }

    private static List<PartDifference> Compare(
        string name,
        IReadOnlyList<Part> desired,
        IReadOnlyList<Part> live
    )
    {
        var found = live.ToDictionary(part => part.Name, StringComparer.Ordinal);
        var differences = new List<PartDifference>();
        foreach (var part in desired)
        {
            if (!found.Remove(part.Name, out var there))
            {
                differences.Add(new(name, PartChange.Missing, part.Name, part.Text, ""));
            }
            else if (there.Normal != part.Normal)
            {
                differences.Add(new(name, PartChange.Changed, part.Name, part.Text, there.Text));
            }
        }
        differences.AddRange(
            live.Where(part => found.ContainsKey(part.Name))
                .Select(part => new PartDifference(
                    name,
                    PartChange.Extra,
                    part.Name,
                    "",
                    part.Text
                ))
        );
        var (wanted, placed) = (Ordered(desired, live), Ordered(live, desired));
        if (!wanted.SequenceEqual(placed))
        {
            differences.Add(
                new(
                    name,
                    PartChange.Changed,
                    Part.Order,
                    string.Join(", ", wanted),
                    string.Join(", ", placed)
                )
            );
        }
        return differences;
    }

    /// <summary>Those that both have: what is missing or extra has no place to compare.</summary>
    private static List<string> Ordered(IReadOnlyList<Part> parts, IReadOnlyList<Part> others)
    {
        var names = others.Select(part => part.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. parts
                .Where(part => part.IsOrdered && names.Contains(part.Name))
                .Select(part => part.Name),
        ];
    }

    private static string Kind(Definition definition) =>
        definition.Kind switch
        {
            DefinitionKind.MaterializedView => "materialized view",
            DefinitionKind.ContinuousAggregate => "continuous aggregate",
            DefinitionKind.CacheKey => "cache key",
            var other => other.ToString().ToLowerInvariant(),
        };
}
