using Platform.Schema.Versioning;

namespace Platform.Schema.Model;

/// <summary>A family of keys in the cache, and what lies under them.</summary>
public sealed record CacheKey : Definition
{
    public override DefinitionKind Kind => DefinitionKind.CacheKey;

    /// <summary>tick:{symbol}:{broker}; the pack's key prefix goes before it.</summary>
    public required string Pattern { get; init; }

    /// <summary>How long a value lives; null: until it is deleted.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>hash, string, list or counter.</summary>
    public required string Structure { get; init; }

    /// <summary>none, gzip or lz4.</summary>
    public string Compression { get; init; } = "none";

    /// <summary>The fields of a hash, or of the object in a string.</summary>
    public IReadOnlyList<Field> Fields { get; init; } = [];

    public override Definition At(SemanticVersion version) =>
        this with
        {
            Fields = Fields.At(version),
        };
}
