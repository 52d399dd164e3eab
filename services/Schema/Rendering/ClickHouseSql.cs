using System.Text.RegularExpressions;

namespace Platform.Schema.Rendering;

/// <summary>Names and texts as ClickHouse SQL writes them.</summary>
public static partial class ClickHouseSql
{
    // The few words that the parser of column lists takes for something else.
    private static readonly string[] Reserved = ["index", "constraint", "projection", "statistics"];

    public static string Identifier(string name) =>
        Plain().IsMatch(name) && !Reserved.Contains(name.ToLowerInvariant())
            ? name
            : $"`{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal)}`";

    public static string Literal(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Plain();
}
