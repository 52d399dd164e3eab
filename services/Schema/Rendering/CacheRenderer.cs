using System.Text.Json.Nodes;
using Platform.Schema.Caching;
using Platform.Schema.Model;

namespace Platform.Schema.Rendering;

/// <summary>A cache is told nothing beforehand; what is rendered is what services and people hold it to.</summary>
public static class CacheRenderer
{
    public static IReadOnlyList<Statement> Render(SchemaState state) =>
        [
            .. new CacheKeys(state).Patterns.Select(pattern => new Statement(
                $"keys {pattern.Key.Name}",
                JsonText.Of(Describe(pattern, state.Namespace))
            )),
        ];

    private static JsonObject Describe(CacheKeyPattern pattern, string prefix)
    {
        var key = pattern.Key;
        var json = new JsonObject
        {
            ["pattern"] = prefix + key.Pattern,
            ["scan"] = pattern.Glob,
            ["structure"] = key.Structure,
            ["ttl_seconds"] = key.TimeToLive is { } ttl ? (long)ttl.TotalSeconds : null,
            ["compression"] = key.Compression,
        };
        if (key.Fields.Count > 0)
        {
            json["value"] = FieldSchema.Object(key.Fields, open: false);
        }
        return json;
    }
}
