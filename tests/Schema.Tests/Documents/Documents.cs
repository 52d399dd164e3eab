using Platform.TestKit;
using YamlDotNet.RepresentationModel;

namespace Platform.Schema.Tests.Documents;

/// <summary>The catalogue of the source documents, which is beside the checkout and no part of it.</summary>
internal static class Documents
{
    public const string File = "../catalog/catalog.yaml";

    public static YamlMappingNode Read()
    {
        var stream = new YamlStream();
        using var text = System.IO.File.OpenText(RealData.PathOf(File));
        stream.Load(text);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    /// <summary>The definitions of a store of a pack by name, over all groups.</summary>
    public static IEnumerable<(string Name, YamlMappingNode Definition)> Definitions(
        this YamlMappingNode catalogue,
        string pack,
        string store
    )
    {
        var groups = catalogue.Map("systems").Map(pack).Map("stores").Map(store).Map("groups");
        foreach (var group in groups.Children.Values.Cast<YamlMappingNode>())
        {
            foreach (var pair in group.Map("definitions").Children)
            {
                yield return (pair.Key.ToString(), (YamlMappingNode)pair.Value);
            }
        }
    }

    /// <summary>What counts: the documents' variant, else the upstream one, else the definition itself.</summary>
    public static YamlMappingNode Chosen(this YamlMappingNode definition)
    {
        if (definition.Find("variants") is not YamlMappingNode variants)
        {
            return definition;
        }
        foreach (var name in new[] { "seed_000", "seed_001", "upstream_code" })
        {
            if (variants.Find(name) is YamlMappingNode variant)
            {
                return variant;
            }
        }
        throw new InvalidOperationException("a definition without a known variant");
    }

    /// <summary>Names and types of the columns, the first of each name; empty: unknown or none.</summary>
    public static IReadOnlyList<(string Name, string Type)> Columns(this YamlMappingNode variant) =>
        variant.Find("columns") is not YamlSequenceNode columns
            ? []
            :
            [
                .. columns
                    .Cast<YamlMappingNode>()
                    .Select(column => (column.Text("name")!, column.Text("type") ?? ""))
                    .DistinctBy(column => column.Item1),
            ];

    public static YamlMappingNode Map(this YamlMappingNode node, string key) =>
        (YamlMappingNode)node.Find(key)!;

    public static string? Text(this YamlMappingNode node, string key) =>
        (node.Find(key) as YamlScalarNode)?.Value;

    public static YamlNode? Find(this YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;
}
