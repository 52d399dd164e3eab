using System.Text.Json.Nodes;
using Platform.Schema.Model;

namespace Platform.Schema.Rendering;

/// <summary>Makes the requests of Weaviate's REST API that create collections.</summary>
public static class VectorRenderer
{
    public const string Target = "POST /v1/schema";

    // Other models have one length, and the server refuses to be told it.
    private const string SizedModels = "text-embedding-3";

    public static IReadOnlyList<Statement> Render(SchemaState state) =>
        [
            .. state
                .Of<VectorCollection>()
                .Select(collection => new Statement(
                    $"collection {state.Namespace}{collection.Name}",
                    JsonText.Of(Class(state.Namespace, collection)),
                    Target
                )),
        ];

    public static JsonObject Class(string prefix, VectorCollection collection)
    {
        var json = new JsonObject
        {
            ["class"] = prefix + collection.Name,
            ["description"] = collection.Comment,
            ["vectorizer"] = collection.Vectorizer,
            ["vectorIndexType"] = "hnsw",
            ["vectorIndexConfig"] = new JsonObject { ["distance"] = collection.Distance },
        };
        if (collection.Vectorizer != "none")
        {
            json["moduleConfig"] = new JsonObject { [collection.Vectorizer] = Module(collection) };
        }
        json["properties"] = new JsonArray([
            .. collection.Properties.Select(property =>
                (JsonNode)Property(property, collection.Vectorizer)
            ),
        ]);
        return json;
    }

    /// <summary>A property as creating a class and, on its own, adding a property write it.</summary>
    public static JsonObject Property(VectorProperty property, string vectorizer)
    {
        var json = Nested(property);
        if (vectorizer != "none")
        {
            json["moduleConfig"] = new JsonObject
            {
                [vectorizer] = new JsonObject
                {
                    ["skip"] = property.SkipVectorization,
                    ["vectorizePropertyName"] = false,
                },
            };
        }
        return json;
    }

    private static JsonObject Module(VectorCollection collection)
    {
        var module = new JsonObject { ["vectorizeClassName"] = false };
        if (collection.Model is not null)
        {
            module["model"] = collection.Model;
        }
        if (collection.ModelVersion is not null)
        {
            module["modelVersion"] = collection.ModelVersion;
            module["type"] = "text";
        }
        if (collection.Model?.StartsWith(SizedModels, StringComparison.Ordinal) == true)
        {
            module["dimensions"] = collection.Dimensions;
        }
        return module;
    }

    private static JsonObject Nested(VectorProperty property)
    {
        var json = new JsonObject
        {
            ["name"] = property.Name,
            ["dataType"] = new JsonArray(property.Type),
        };
        if (property.Comment is not null)
        {
            json["description"] = property.Comment;
        }
        if (property.Tokenization is not null)
        {
            json["tokenization"] = property.Tokenization;
        }
        json["indexFilterable"] = property.Filterable;
        json["indexSearchable"] = property.Searchable;
        if (property.Properties.Count > 0)
        {
            json["nestedProperties"] = new JsonArray([
                .. property.Properties.Select(inner => (JsonNode)Nested(inner)),
            ]);
        }
        return json;
    }
}
