using Platform.Schema.Model;

namespace Platform.Schema.Loading;

/// <summary>Reads collections of vertices and edges, and named graphs.</summary>
internal sealed class GraphReader : IDefinitionReader
{
    public void ReadTemplates(MapReader file) { }

    public Definition Read(MapReader map, string name, GroupHead group)
    {
        var head = DefinitionHead.Read(map, name, group);
        return map.Choice("kind", null, "vertices", "edges", "graph") switch
        {
            "graph" => head.On(
                new NamedGraph
                {
                    Name = head.Name,
                    Group = head.Group,
                    Comment = head.Comment,
                    Source = head.Source,
                    Edges = map.RequiredTexts("edges"),
                }
            ),
            var kind => ReadCollection(map, head, kind == "edges"),
        };
    }

    private static GraphCollection ReadCollection(MapReader map, DefinitionHead head, bool edges)
    {
        var collection = head.On(
            new GraphCollection
            {
                Name = head.Name,
                Group = head.Group,
                Comment = head.Comment,
                Source = head.Source,
                From = edges ? map.RequiredTexts("from") : [],
                To = edges ? map.RequiredTexts("to") : [],
                Fields = FieldReader.Read(map),
                Indexes = [.. map.Maps("indexes", "index").Select(ReadIndex)],
            }
        );
        Uniqueness.Check(collection.Indexes, index => index.Name, "index", map);
        foreach (var index in collection.Indexes)
        {
            foreach (var path in index.Fields)
            {
                var field = path.Split('.', '[')[0];
                if (
                    field is not ("_from" or "_to")
                    && collection.Fields.All(other => other.Name != field)
                )
                {
                    throw map.Error(
                        $"index {index.Name} names the field '{field}'; there is: "
                            + string.Join(", ", collection.Fields.Select(other => other.Name))
                    );
                }
            }
        }
        return collection;
    }

    private static GraphIndex ReadIndex(MapReader map)
    {
        var index = new GraphIndex
        {
            Name = map.Text("name"),
            Fields = map.RequiredTexts("fields"),
            Unique = map.Flag("unique", false),
            Sparse = map.Flag("sparse", false),
            Since = map.OptionalVersion("since"),
            Until = map.OptionalVersion("until"),
        };
        map.End();
        return index;
    }
}
