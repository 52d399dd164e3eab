using Platform.Schema.Model;

namespace Platform.Schema.Service.Diff;

/// <summary>A part of a definition by which it is compared, such as a column.</summary>
/// <param name="Name">"column close", "index idx_symbol", "ttl" …</param>
/// <param name="Text">What people are shown.</param>
/// <param name="Normal">What is compared: the same for two ways of writing the same.</param>
/// <param name="IsOrdered">Whether its place among others of that kind is part of the definition.</param>
public sealed record Part(string Name, string Text, string Normal, bool IsOrdered = false)
{
    /// <summary>The name of the difference when ordered parts are there and stand in another order.</summary>
    public const string Order = "order";
}

public enum PartChange
{
    Missing,
    Extra,
    Changed,
}

/// <param name="Definition">The definition's name.</param>
/// <param name="Change">How it differs.</param>
/// <param name="Part">The part's name; empty: the definition itself.</param>
/// <param name="Expected">As defined.</param>
/// <param name="Found">As live.</param>
public sealed record PartDifference(
    string Definition,
    PartChange Change,
    string Part,
    string Expected,
    string Found
);

/// <summary>How one definition differs.</summary>
/// <param name="Desired">Null: it should not be there.</param>
/// <param name="Live">Null: it is not there.</param>
/// <param name="Differences">At least one.</param>
public sealed record Change(
    Definition? Desired,
    Definition? Live,
    IReadOnlyList<PartDifference> Differences
)
{
    public string Name => (Desired ?? Live)!.Name;
}
