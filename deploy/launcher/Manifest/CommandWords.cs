using System.Text.RegularExpressions;

namespace Platform.Launcher.Manifest;

internal static partial class CommandWords
{
    /// <summary>Splits Tye's one-string args at blanks; "…" or '…' makes one word of what it holds.</summary>
    public static IReadOnlyList<string> Split(string? text) =>
        [
            .. Word()
                .Matches(text ?? "")
                .Select(match =>
                    match.Groups.Cast<Group>().Skip(1).First(group => group.Success).Value
                ),
        ];

    [GeneratedRegex(
        """
            "([^"]*)"|'([^']*)'|([^\s"']+)
            """
    )]
    private static partial Regex Word();
}
