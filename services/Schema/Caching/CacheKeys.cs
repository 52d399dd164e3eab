using System.Diagnostics.CodeAnalysis;
using Platform.Schema.Model;

namespace Platform.Schema.Caching;

/// <summary>The key families of one pack, by name.</summary>
public sealed class CacheKeys
{
    private readonly Dictionary<string, CacheKeyPattern> _patterns;

    public CacheKeys(SchemaState state) =>
        _patterns = state
            .Of<CacheKey>()
            .ToDictionary(key => key.Name, key => CacheKeyPattern.Of(key, state.Namespace));

    public IReadOnlyCollection<CacheKeyPattern> Patterns => _patterns.Values;

    /// <exception cref="UnknownSchemaException">There is no such family.</exception>
    public CacheKeyPattern this[string name] =>
        _patterns.TryGetValue(name, out var pattern)
            ? pattern
            : throw new UnknownSchemaException("family of cache keys", name, _patterns.Keys);

    /// <summary>The family a key is of, and its fields.</summary>
    public bool TryIdentify(
        string key,
        [NotNullWhen(true)] out CacheKeyPattern? family,
        [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? fields
    )
    {
        foreach (var pattern in _patterns.Values)
        {
            if (pattern.TryParse(key, out fields))
            {
                family = pattern;
                return true;
            }
        }
        family = null;
        fields = null;
        return false;
    }
}
