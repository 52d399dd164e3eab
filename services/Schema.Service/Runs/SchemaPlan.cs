using Platform.Schema.Service.Diff;
using Platform.Schema.Versioning;

namespace Platform.Schema.Service.Runs;

/// <summary>What would bring a pack from what is live to a version.</summary>
/// <param name="Pack">The pack's name.</param>
/// <param name="From">The live version; null: none yet.</param>
/// <param name="To">The version wanted.</param>
/// <param name="Differences">What differs.</param>
/// <param name="Steps">What would be run, in order.</param>
internal sealed record SchemaPlan(
    string Pack,
    SemanticVersion? From,
    SemanticVersion To,
    IReadOnlyList<PartDifference> Differences,
    IReadOnlyList<SchemaStep> Steps
)
{
    public string FromText => From?.ToString() ?? "";
}
