using System.Text.Json.Nodes;
using Platform.Schema.Model;

namespace Platform.Schema.Rendering;

/// <summary>Makes the requests of ArangoDB's HTTP API: the database, collections, their indexes, graphs.</summary>
public static class GraphRenderer
{
    private const int Vertices = 2;
    private const int Edges = 3;

    /// <summary>Collections before the graphs made of them.</summary>
    public static IReadOnlyList<Statement> Render(SchemaState state) =>
        [
            new(
                $"database {state.Namespace}",
                JsonText.Of(new JsonObject { ["name"] = state.Namespace }),
                "POST /_db/_system/_api/database"
            ),
            .. state.Of<GraphCollection>().SelectMany(item => Collection(state.Namespace, item)),
            .. state.Of<NamedGraph>().Select(graph => Graph(state, graph)),
        ];

    /// <summary>A collection, then its indexes.</summary>
    public static IReadOnlyList<Statement> Collection(
        string database,
        GraphCollection collection
    ) =>
        [
            new(
                $"collection {collection.Name}",
                JsonText.Of(
                    new JsonObject
                    {
                        ["name"] = collection.Name,
                        ["type"] = collection.IsEdge ? Edges : Vertices,
                        ["schema"] = new JsonObject
                        {
                            ["rule"] = FieldSchema.Object(collection.Fields, open: true),
                            // Writes are held against it; what is there already is not.
                            ["level"] = "moderate",
                            ["message"] =
                                $"a document of {collection.Name} lacks a field or has one of another type",
                        },
                    }
                ),
                $"POST /_db/{database}/_api/collection"
            ),
            .. collection.Indexes.Select(index => Index(database, collection.Name, index)),
        ];

    public static Statement Index(string database, string collection, GraphIndex index) =>
        new(
            $"index {index.Name} of {collection}",
            JsonText.Of(
                new JsonObject
                {
                    ["type"] = "persistent",
                    ["name"] = index.Name,
                    ["fields"] = JsonText.Array(index.Fields),
                    ["unique"] = index.Unique,
                    ["sparse"] = index.Sparse,
                    ["inBackground"] = true,
                }
            ),
            $"POST /_db/{database}/_api/index?collection={collection}"
        );

    private static Statement Graph(SchemaState state, NamedGraph graph) =>
        new(
            $"graph {graph.Name}",
            JsonText.Of(
                new JsonObject
                {
                    ["name"] = graph.Name,
                    ["edgeDefinitions"] = new JsonArray([
                        .. graph.Edges.Select(name =>
                        {
                            // Rendered alone, a group may name edges of another.
                            var edges = state.Find(name) as GraphCollection;
                            return (JsonNode)
                                new JsonObject
                                {
                                    ["collection"] = name,
                                    ["from"] = JsonText.Array(edges?.From ?? []),
                                    ["to"] = JsonText.Array(edges?.To ?? []),
                                };
                        }),
                    ]),
                }
            ),
            $"POST /_db/{state.Namespace}/_api/gharial"
        );
}
