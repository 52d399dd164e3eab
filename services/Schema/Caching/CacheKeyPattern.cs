using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Platform.Schema.Model;

namespace Platform.Schema.Caching;

/// <summary>
/// Builds and reads the keys of one family: tick:{symbol}:{broker} gives tick:EURUSD:FBS-Demo and takes it
/// apart again. Whatever a field holds, what was built is read back equal.
/// </summary>
public sealed partial class CacheKeyPattern
{
    private const char Separator = ':';
    private readonly string _prefix;
    private readonly IReadOnlyList<Segment> _segments;

    private CacheKeyPattern(CacheKey key, string prefix, IReadOnlyList<Segment> segments)
    {
        Key = key;
        _prefix = prefix;
        _segments = segments;
        Fields = [.. segments.Where(segment => segment.IsField).Select(segment => segment.Text)];
    }

    /// <summary>The definition: time to live, structure and compression are there.</summary>
    public CacheKey Key { get; }

    /// <summary>The names of the pattern's fields, in their order.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <exception cref="FormatException">The pattern isn't words and {fields} between colons.</exception>
    public static CacheKeyPattern Of(CacheKey key, string prefix)
    {
        var segments = key.Pattern.Split(Separator).Select(ReadSegment).ToList();
        var twice = segments
            .Where(segment => segment.IsField)
            .GroupBy(segment => segment.Text)
            .FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? new CacheKeyPattern(key, prefix, segments)
            : throw new FormatException($"the pattern has the field {twice.Key} twice");

        Segment ReadSegment(string text) =>
            SegmentForm().Match(text) is { Success: true } match
                ? new Segment(match.Groups["name"].Value, text[0] == '{')
                : throw new FormatException(
                    $"'{text}' in the pattern '{key.Pattern}' is neither a word nor a field in braces"
                );
    }

    /// <summary>The key for values given in the pattern's order.</summary>
    /// <exception cref="ArgumentException">A value is missing, empty or too many.</exception>
    public string Build(params ReadOnlySpan<string> values)
    {
        if (values.Length != Fields.Count)
        {
            throw new ArgumentException(
                $"{Key.Pattern} has {Fields.Count} fields ({string.Join(", ", Fields)}), not {values.Length}"
            );
        }
        var parts = new string[_segments.Count];
        var next = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = _segments[i].IsField
                ? Encode(values[next++], _segments[i].Text)
                : _segments[i].Text;
        }
        return _prefix + string.Join(Separator, parts);
    }

    /// <summary>The key for values by the pattern's names.</summary>
    /// <exception cref="ArgumentException">A value is missing, empty or too many.</exception>
    public string Build(IReadOnlyDictionary<string, string> values)
    {
        if (values.Keys.FirstOrDefault(name => !Fields.Contains(name)) is { } unknown)
        {
            throw new ArgumentException(
                $"{Key.Pattern} has no field {unknown}; it has: {string.Join(", ", Fields)}"
            );
        }
        return Build([
            .. Fields.Select(name =>
                values.TryGetValue(name, out var value)
                    ? value
                    : throw new ArgumentException($"{Key.Pattern} lacks a value for {name}")
            ),
        ]);
    }

    /// <summary>The fields of a key; false when the key isn't one of this family.</summary>
    public bool TryParse(
        string key,
        [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? fields
    )
    {
        fields = null;
        if (!key.StartsWith(_prefix, StringComparison.Ordinal))
        {
            return false;
        }
        var parts = key[_prefix.Length..].Split(Separator);
        if (parts.Length != _segments.Count)
        {
            return false;
        }
        var found = new OrderedDictionary<string, string>();
        for (var i = 0; i < parts.Length; i++)
        {
            if (!_segments[i].IsField)
            {
                if (parts[i] != _segments[i].Text)
                {
                    return false;
                }
            }
            else if (CacheKeyText.TryDecode(parts[i], out var value))
            {
                found.Add(_segments[i].Text, value);
            }
            else
            {
                return false;
            }
        }
        fields = found;
        return true;
    }

    /// <summary>A pattern for SCAN: every key of the family.</summary>
    public string Glob =>
        CacheKeyText.EscapeGlob(_prefix)
        + string.Join(Separator, _segments.Select(s => s.IsField ? "*" : s.Text));

    private string Encode(string value, string name) =>
        string.IsNullOrEmpty(value)
            ? throw new ArgumentException($"{Key.Pattern}: the value of {name} is empty")
            : CacheKeyText.Encode(value);

    private sealed record Segment(string Text, bool IsField);

    [GeneratedRegex(@"^(\{(?<name>[a-z_]+)\}|(?<name>[a-z_]+))$", RegexOptions.ExplicitCapture)]
    private static partial Regex SegmentForm();
}
