using System.Reflection;
using System.Text.RegularExpressions;

namespace Platform.Schema.Rendering;

/// <summary>The statements of PostgreSqlSupport.sql, one for each "-- name:" in it.</summary>
internal static partial class PostgreSqlSupport
{
    public static IReadOnlyList<Statement> Statements { get; } = Read();

    private static List<Statement> Read()
    {
        using var stream = Assembly
            .GetExecutingAssembly()
            .GetManifestResourceStream("PostgreSqlSupport.sql")!;
        using var reader = new StreamReader(stream);
        return
        [
            .. Part()
                .Matches(reader.ReadToEnd())
                .Select(part => new Statement(
                    part.Groups["name"].Value,
                    part.Groups["text"].Value.Trim().TrimEnd(';')
                )),
        ];
    }

    [GeneratedRegex(
        @"^-- name: (?<name>.+)\n(?<text>(?:(?!-- name: ).*\n)+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Part();
}
