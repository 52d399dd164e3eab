using System.Globalization;
using Platform.Schema.Versioning;
using YamlDotNet.RepresentationModel;

namespace Platform.Schema.Loading;

/// <summary>
/// Reads one YAML mapping strictly: a missing key, a wrong shape and, at <see cref="End"/>, a key that
/// nobody asked for are errors that name the file and line, and what is allowed.
/// </summary>
internal sealed class MapReader(string file, YamlMappingNode node, string what)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>What is read, for messages: "column bid of ticks".</summary>
    public string What => what;

    public bool Has(string key)
    {
        _asked.Add(key);
        return node.Children.ContainsKey(new YamlScalarNode(key));
    }

    public string Text(string key) => OptionalText(key) ?? throw Missing(key);

    public string? OptionalText(string key) => Find(key) is { } value ? Scalar(key, value) : null;

    /// <summary>A word out of a fixed list.</summary>
    public string Choice(string key, string? fallback, params string[] allowed)
    {
        var value = OptionalText(key) ?? fallback ?? throw Missing(key);
        return allowed.Contains(value)
            ? value
            : throw Error($"{key} '{value}' is not one of: {string.Join(", ", allowed)}", key);
    }

    public bool Flag(string key, bool fallback) =>
        OptionalText(key) switch
        {
            null => fallback,
            "true" => true,
            "false" => false,
            var other => throw Error($"{key} '{other}' is neither true nor false", key),
        };

    public int Integer(string key, int? fallback = null, int minimum = 1) =>
        OptionalText(key) is not { } text ? fallback ?? throw Missing(key)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= minimum
            ? number
        : throw Error($"{key} '{text}' is not a whole number of {minimum} or more", key);

    public double? OptionalNumber(string key) =>
        OptionalText(key) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
        : throw Error($"{key} '{text}' is not a number", key);

    public SemanticVersion? OptionalVersion(string key) =>
        OptionalText(key) is not { } text ? null
        : SemanticVersion.TryParse(text, out var version) ? version
        : throw Error($"{key} '{text}' is not a version such as 2.1.0", key);

    public IReadOnlyList<string> RequiredTexts(string key)
    {
        var texts = Texts(key);
        return texts.Count > 0 ? texts : throw Missing(key);
    }

    /// <summary>A list of words; absent: empty.</summary>
    public IReadOnlyList<string> Texts(string key) =>
        Find(key) switch
        {
            null => [],
            YamlSequenceNode list => [.. list.Select(item => Scalar(key, item))],
            var other => throw Error($"{key} must be a list, as in {key}: [a, b]", other),
        };

    /// <summary>A list of lists of words; absent: empty.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows(string key) =>
        Find(key) switch
        {
            null => [],
            YamlSequenceNode list =>
            [
                .. list.Select(row =>
                    row is YamlSequenceNode values
                        ? (IReadOnlyList<string>)[.. values.Select(value => Scalar(key, value))]
                        : throw Error($"each row of {key} must be a list of values", row)
                ),
            ],
            var other => throw Error($"{key} must be a list of lists", other),
        };

    /// <summary>A list of mappings; absent: empty. The item's name goes into messages.</summary>
    public IReadOnlyList<MapReader> Maps(string key, string item) =>
        Find(key) switch
        {
            null => [],
            YamlSequenceNode list => [.. list.Select(child => Child(key, item, child))],
            var other => throw Error($"{key} must be a list", other),
        };

    /// <summary>A mapping of names to mappings, in the order of the file; absent: empty.</summary>
    public IReadOnlyList<(string Name, MapReader Map)> NamedMaps(string key, string item) =>
        Find(key) switch
        {
            null => [],
            YamlMappingNode map =>
            [
                .. map.Children.Select(pair =>
                {
                    var name = Scalar(key, pair.Key);
                    return (name, Mapping(pair.Value, $"{item} {name}"));
                }),
            ],
            var other => throw Error($"{key} must be a mapping of names", other),
        };

    /// <summary>A mapping of names to words, in the order of the file; absent: empty.</summary>
    public IReadOnlyDictionary<string, string> NamedTexts(string key) =>
        Find(key) switch
        {
            null => new OrderedDictionary<string, string>(),
            YamlMappingNode map => new OrderedDictionary<string, string>(
                map.Children.Select(pair =>
                    KeyValuePair.Create(Scalar(key, pair.Key), Scalar(key, pair.Value))
                )
            ),
            var other => throw Error($"{key} must be a mapping of names to values", other),
        };

    public MapReader? OptionalMap(string key) =>
        Find(key) is { } value ? Mapping(value, $"{key} of {what}") : null;

    /// <summary>After everything was read: refuses keys that nothing read.</summary>
    public void End()
    {
        foreach (var key in node.Children.Keys)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!_asked.Contains(name))
            {
                throw Error(
                    $"unknown key '{name}'; allowed are: {string.Join(", ", _asked.Order(StringComparer.Ordinal))}",
                    key
                );
            }
        }
    }

    public SchemaFormatException Error(string problem, string? key = null) =>
        Error(problem, key is not null && Find(key) is { } value ? value : node);

    public static MapReader Parse(SchemaFile source, string what)
    {
        var stream = new YamlStream();
        try
        {
            using var text = new StringReader(source.Text);
            stream.Load(text);
        }
        catch (YamlDotNet.Core.YamlException e)
        {
            throw new SchemaFormatException(source.Display, e.Start.Line, e.Message, e);
        }
        return stream.Documents is [{ RootNode: YamlMappingNode root }]
            ? new MapReader(source.Display, root, what)
            : throw new SchemaFormatException(source.Display, 1, $"{what} must be one mapping");
    }

    private MapReader Child(string key, string item, YamlNode child)
    {
        var name =
            child is YamlMappingNode map
            && map.Children.TryGetValue(new YamlScalarNode("name"), out var value)
                ? ((value as YamlScalarNode)?.Value ?? "") + " "
                : "";
        return Mapping(child, $"{item} {name}of {what}");
    }

    private MapReader Mapping(YamlNode value, string name) =>
        value is YamlMappingNode map
            ? new MapReader(file, map, name)
            : throw Error($"{name} must be a mapping of keys to values", value);

    private YamlNode? Find(string key)
    {
        _asked.Add(key);
        return node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;
    }

    private string Scalar(string key, YamlNode value) =>
        value is YamlScalarNode { Value: { Length: > 0 } text } ? text
        : value is YamlScalarNode { Style: not YamlDotNet.Core.ScalarStyle.Plain } ? ""
        : throw Error($"{key} needs a value", value);

    private SchemaFormatException Missing(string key) => Error($"'{key}' is missing");

    private SchemaFormatException Error(string problem, YamlNode at) =>
        new(file, at.Start.Line, $"{what}: {problem}");
}
