using Platform.Schema.Versioning;

namespace Platform.Schema.Model;

/// <summary>A field of a document, a message or a cached value.</summary>
public sealed record Field : IVersioned
{
    public required string Name { get; init; }

    /// <summary>
    /// string, integer, number, decimal, boolean, datetime, date, object, json, or one of them with []; map is an
    /// object of strings.
    /// </summary>
    public required string Type { get; init; }

    public bool Required { get; init; }

    /// <summary>The only values allowed; empty: any of the type.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    public string? Comment { get; init; }

    /// <summary>The fields of an object.</summary>
    public IReadOnlyList<Field> Fields { get; init; } = [];

    public SemanticVersion? Since { get; init; }

    public SemanticVersion? Until { get; init; }
}
