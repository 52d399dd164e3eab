using System.Text.RegularExpressions;

namespace Platform.Schema.Rendering;

/// <summary>Names and texts as PostgreSQL writes them.</summary>
public static partial class PostgreSqlSql
{
    private static readonly string[] Reserved =
    [
        "all",
        "analyse",
        "analyze",
        "and",
        "any",
        "array",
        "as",
        "asc",
        "both",
        "case",
        "cast",
        "check",
        "collate",
        "column",
        "constraint",
        "create",
        "default",
        "desc",
        "distinct",
        "do",
        "else",
        "end",
        "except",
        "false",
        "fetch",
        "for",
        "foreign",
        "from",
        "grant",
        "group",
        "having",
        "in",
        "into",
        "lateral",
        "leading",
        "limit",
        "not",
        "null",
        "offset",
        "on",
        "only",
        "or",
        "order",
        "primary",
        "references",
        "returning",
        "select",
        "some",
        "symmetric",
        "table",
        "then",
        "to",
        "trailing",
        "true",
        "union",
        "unique",
        "user",
        "using",
        "variadic",
        "when",
        "where",
        "window",
        "with",
    ];

    public static string Identifier(string name) =>
        Plain().IsMatch(name) && !Reserved.Contains(name)
            ? name
            : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Identifiers(IEnumerable<string> names) =>
        string.Join(", ", names.Select(Identifier));

    /// <summary>Columns or expressions of an index, each perhaps with DESC.</summary>
    public static string Expressions(IEnumerable<string> expressions) =>
        string.Join(
            ", ",
            expressions.Select(text => Plain().IsMatch(text) ? Identifier(text) : text)
        );

    public static string Literal(string text) =>
        $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex("^[a-z_][a-z0-9_]*$")]
    private static partial Regex Plain();
}
