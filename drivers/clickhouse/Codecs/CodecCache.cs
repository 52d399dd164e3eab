using System.Collections.Concurrent;

namespace Platform.ClickHouse.Codecs;

/// <summary>Codecs by the text of their type: the same dozen texts come with every block.</summary>
internal static class CodecCache
{
    // Types are few, but a server could send ever new Enums; those beyond are made anew each time.
    private const int CachedMax = 4096;

    private static readonly ConcurrentDictionary<string, Codec> Codecs = new(
        StringComparer.Ordinal
    );

    public static Codec Get(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (Codecs.TryGetValue(type, out var codec))
        {
            return codec;
        }
        codec = CodecFactory.Make(TypeParser.Parse(type));
        if (Codecs.Count < CachedMax)
        {
            Codecs.TryAdd(type, codec);
        }
        return codec;
    }
}
