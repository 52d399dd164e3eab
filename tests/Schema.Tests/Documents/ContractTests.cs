using System.Text.Json;
using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.TestKit;

namespace Platform.Schema.Tests.Documents;

/// <summary>
/// Weaviate and ArangoDB can't be started here: what is rendered for them is held against Weaviate's published
/// schema, and against requests and answers that ArangoDB's documentation records.
/// </summary>
public sealed class ContractTests
{
    private const string Weaviate = "../contracts/weaviate-openapi-strict.json";
    private const string ArangoDb = "../contracts/arangodb-3.12-exchanges.json";

    [RealDataFact(Weaviate)]
    public void Collections_of_vectors_are_classes_of_the_published_schema()
    {
        using var contract = Open(Weaviate);
        var definitions = contract.RootElement.GetProperty("definitions");
        var state = Catalogue.Shipped.At(StoreKind.Weaviate, "neliti");
        foreach (var statement in VectorRenderer.Render(state))
        {
            using var body = JsonDocument.Parse(statement.Text);
            Check(body.RootElement, "Class");
        }

        void Check(JsonElement item, string name)
        {
            var definition = definitions.GetProperty(name);
            var known = definition.GetProperty("properties");
            foreach (var property in item.EnumerateObject())
            {
                var expected = known.TryGetProperty(property.Name, out var found)
                    ? found
                    : throw new InvalidOperationException($"{name} has no {property.Name}");
                if (expected.TryGetProperty("type", out var type))
                {
                    TypeOf(property.Value).ShouldBe(type.GetString(), property.Name);
                }
                if (expected.TryGetProperty("enum", out var values))
                {
                    values
                        .EnumerateArray()
                        .Select(value => value.GetString())
                        .ShouldContain(property.Value.GetString());
                }
            }
            Inner(item, "properties", "Property");
            Inner(item, "nestedProperties", "NestedProperty");
        }

        void Inner(JsonElement item, string key, string name)
        {
            if (item.TryGetProperty(key, out var list))
            {
                foreach (var property in list.EnumerateArray())
                {
                    Check(property, name);
                }
            }
        }
    }

    [RealDataFact(ArangoDb)]
    public void Requests_of_the_graph_have_the_keys_of_recorded_exchanges()
    {
        using var contract = Open(ArangoDb);
        var state = Catalogue.Shipped.At(StoreKind.ArangoDb, "neliti");
        foreach (var statement in GraphRenderer.Render(state))
        {
            var target = statement.Target!.Split(' ')[1].Split('?')[0];
            var path = target.Replace($"/_db/{state.Namespace}", "", StringComparison.Ordinal);
            var recorded = contract
                .RootElement.EnumerateArray()
                .Where(exchange =>
                    exchange.GetProperty("request").GetProperty("path").GetString() == path
                    && exchange.GetProperty("request").GetProperty("method").GetString() == "POST"
                )
                .SelectMany(exchange =>
                    Keys(exchange.GetProperty("request"))
                        .Concat(Keys(exchange.GetProperty("response")))
                )
                // Told in the documentation's text, and in no example.
                .Append("inBackground")
                .ToHashSet();
            recorded.Count.ShouldBeGreaterThan(1, path);
            using var body = JsonDocument.Parse(statement.Text);
            body.RootElement.EnumerateObject()
                .Select(property => property.Name)
                .ShouldBeSubsetOf(recorded, statement.Name);
        }
    }

    private static IEnumerable<string> Keys(JsonElement message)
    {
        using var body = JsonDocument.Parse(message.GetProperty("body").GetString()!);
        return [.. body.RootElement.EnumerateObject().Select(property => property.Name)];
    }

    private static string TypeOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Number => "number",
            var kind => kind.ToString().ToLowerInvariant(),
        };

    private static JsonDocument Open(string file) =>
        JsonDocument.Parse(File.ReadAllText(RealData.PathOf(file)));
}
