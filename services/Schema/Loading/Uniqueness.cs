using Platform.Schema.Versioning;

namespace Platform.Schema.Loading;

internal static class Uniqueness
{
    /// <summary>Two parts may share a name only when no version has both.</summary>
    public static void Check<T>(
        IReadOnlyList<T> items,
        Func<T, string> name,
        string what,
        MapReader map
    )
        where T : IVersioned
    {
        foreach (var group in items.GroupBy(name).Where(group => group.Count() > 1))
        {
            var parts = group.ToList();
            for (var i = 1; i < parts.Count; i++)
            {
                if (parts.Take(i).Any(other => other.Overlaps(parts[i])))
                {
                    throw map.Error($"there are two of {what} '{group.Key}' in one version");
                }
            }
        }
    }
}
