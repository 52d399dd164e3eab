using System.Reflection;
using System.Text.RegularExpressions;

namespace Platform.Clients;

/// <summary>The programs in docs/clients.md, as they stand there.</summary>
internal static partial class Snippets
{
    public static string RepoRoot { get; } = Metadata("RepoRoot");

    public static string Protos { get; } = Path.Combine(RepoRoot, "protos");

    public static string Protoc { get; } = Metadata("Protoc");

    public static string WellKnownProtos { get; } = Metadata("WellKnownProtos");

    public static string NodeFolder { get; } = Path.Combine(RepoRoot, "tests/Clients/node");

    /// <summary>The code blocks of one language, in order.</summary>
    public static List<string> Of(string language) =>
        [
            .. Block()
                .Matches(File.ReadAllText(Path.Combine(RepoRoot, "docs/clients.md")))
                .Where(match => match.Groups["language"].Value == language)
                .Select(match => match.Groups["code"].Value),
        ];

    private static string Metadata(string key) =>
        typeof(Snippets)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;

    [GeneratedRegex(
        @"^```(?<language>\w+)\n(?<code>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Block();
}
