using Platform.Schema.Model;
using Platform.Schema.Versioning;

namespace Platform.Schema.Loading;

/// <summary>The group a file holds, and what its definitions share.</summary>
internal sealed record GroupHead(string Name, string? Source);

/// <summary>What every definition says, whatever its store.</summary>
internal sealed record DefinitionHead(
    string Name,
    string Group,
    string Comment,
    string Source,
    IReadOnlyList<string> Notes,
    SemanticVersion? Since,
    SemanticVersion? Until,
    bool Counted = true
)
{
    /// <summary>The definition with what is optional in every one.</summary>
    public T On<T>(T definition)
        where T : Definition =>
        definition with
        {
            Notes = Notes,
            Since = Since,
            Until = Until,
            Counted = Counted,
        };

    public static DefinitionHead Read(
        MapReader map,
        string name,
        GroupHead group,
        string? comment = null
    ) =>
        new(
            name,
            group.Name,
            map.OptionalText("comment") ?? comment ?? map.Text("comment"),
            map.OptionalText("source") ?? group.Source ?? map.Text("source"),
            map.Texts("notes"),
            map.OptionalVersion("since"),
            map.OptionalVersion("until"),
            map.Flag("counted", true)
        );
}
