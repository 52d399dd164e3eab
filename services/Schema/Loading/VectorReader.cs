using Platform.Schema.Model;

namespace Platform.Schema.Loading;

/// <summary>Reads collections of objects with vectors.</summary>
internal sealed class VectorReader : IDefinitionReader
{
    private static readonly string[] Types =
    [
        "text",
        "text[]",
        "number",
        "number[]",
        "int",
        "int[]",
        "boolean",
        "date",
        "object",
    ];

    public void ReadTemplates(MapReader file) { }

    public Definition Read(MapReader map, string name, GroupHead group)
    {
        var head = DefinitionHead.Read(map, name, group);
        return head.On(
            new VectorCollection
            {
                Name = head.Name,
                Group = head.Group,
                Comment = head.Comment,
                Source = head.Source,
                Vectorizer = map.Choice("vectorizer", "none", "none", "text2vec-openai"),
                Model = map.OptionalText("model"),
                ModelVersion = map.OptionalText("model_version"),
                Dimensions = map.Integer("dimensions"),
                Distance = map.Choice("distance", "cosine", "cosine", "dot", "l2-squared"),
                Properties = ReadProperties(map),
            }
        );
    }

    private static IReadOnlyList<VectorProperty> ReadProperties(MapReader map)
    {
        IReadOnlyList<VectorProperty> properties =
        [
            .. map.Maps("properties", "property").Select(ReadProperty),
        ];
        Uniqueness.Check(properties, property => property.Name, "property", map);
        return properties;
    }

    private static VectorProperty ReadProperty(MapReader map)
    {
        var type = map.Choice("type", null, Types);
        var isText = type is "text" or "text[]";
        var property = new VectorProperty
        {
            Name = map.Text("name"),
            Type = type,
            Tokenization = isText ? map.Choice("tokenization", "field", "field", "word") : null,
            Filterable = map.Flag("filterable", true),
            Searchable = map.Flag("searchable", false),
            SkipVectorization = map.Flag("skip_vectorization", false),
            Minimum = map.OptionalNumber("minimum"),
            Maximum = map.OptionalNumber("maximum"),
            Comment = map.OptionalText("comment"),
            Properties = ReadProperties(map),
            Since = map.OptionalVersion("since"),
            Until = map.OptionalVersion("until"),
        };
        map.End();
        if (property.Searchable && !isText)
        {
            throw map.Error("only text can be searched by keyword", "searchable");
        }
        if ((type == "object") != property.Properties.Count > 0)
        {
            throw map.Error("an object, and only an object, has properties of its own");
        }
        return property;
    }
}
