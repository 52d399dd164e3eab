using Platform.Schema.Caching;
using Platform.Schema.Model;

namespace Platform.Schema.Loading;

/// <summary>Reads families of cache keys.</summary>
internal sealed class CacheReader : IDefinitionReader
{
    public void ReadTemplates(MapReader file) { }

    public Definition Read(MapReader map, string name, GroupHead group)
    {
        var head = DefinitionHead.Read(map, name, group);
        var key = head.On(
            new CacheKey
            {
                Name = head.Name,
                Group = head.Group,
                Comment = head.Comment,
                Source = head.Source,
                Pattern = map.Text("pattern"),
                TimeToLive = Durations.ReadOptional(map, "ttl"),
                Structure = map.Choice("structure", null, "hash", "string", "list", "counter"),
                Compression = map.Choice("compression", "none", "none", "gzip", "lz4"),
                Fields = FieldReader.Read(map),
            }
        );
        try
        {
            _ = CacheKeyPattern.Of(key, prefix: "");
        }
        catch (FormatException e)
        {
            throw map.Error(e.Message, "pattern");
        }
        if (key.Compression != "none" && key.Structure != "string")
        {
            throw map.Error("only a string can be compressed", "compression");
        }
        return key;
    }
}
