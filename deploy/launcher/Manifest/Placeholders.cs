using System.Text.RegularExpressions;

namespace Platform.Launcher.Manifest;

/// <summary>
/// What tye.yaml leaves open until start: ${ROOT}, ${DATA}, ${SECRETS}, ${ENGINES} (folders),
/// ${PORT:service/binding} and ${URL:service/binding}. To Tye they are plain strings.
/// </summary>
internal sealed partial class Placeholders(IReadOnlyDictionary<string, string> values)
{
    public string Expand(string text, string where) =>
        Pattern()
            .Replace(
                text,
                match =>
                    values.TryGetValue(match.Groups[1].Value, out var value)
                        ? value
                        : throw new LaunchFailure(
                            $"{where}: '{match.Value}' is unknown; known are "
                                + string.Join(", ", values.Keys.Select(key => $"${{{key}}}"))
                        )
            );

    [GeneratedRegex(@"\$\{([^}]*)\}")]
    private static partial Regex Pattern();
}
