namespace Platform.Schema.Versioning;

/// <summary>What is in the schema from one version on, and perhaps not to the last.</summary>
public interface IVersioned
{
    /// <summary>The first version that has it; null: the first version there is.</summary>
    SemanticVersion? Since { get; }

    /// <summary>The first version that no longer has it; null: it is still there.</summary>
    SemanticVersion? Until { get; }
}

public static class Versioned
{
    public static bool IsIn(this IVersioned item, SemanticVersion version) =>
        (item.Since is null || item.Since <= version)
        && (item.Until is null || item.Until > version);

    /// <summary>The items a version has, in their order.</summary>
    public static IReadOnlyList<T> At<T>(this IEnumerable<T> items, SemanticVersion version)
        where T : IVersioned => [.. items.Where(item => item.IsIn(version))];

    /// <summary>Whether there is a version that has both.</summary>
    public static bool Overlaps(this IVersioned left, IVersioned right) =>
        (left.Until is null || right.Since is null || right.Since < left.Until)
        && (right.Until is null || left.Since is null || left.Since < right.Until);
}
