using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Schema.Loading;

/// <summary>Reads 30 s, 15 min, 1 h and 7 d.</summary>
internal static partial class Durations
{
    public static TimeSpan Read(MapReader map, string key) => Parse(map, key, map.Text(key));

    public static TimeSpan? ReadOptional(MapReader map, string key) =>
        map.OptionalText(key) is { } text ? Parse(map, key, text) : null;

    private static TimeSpan Parse(MapReader map, string key, string text)
    {
        var match = Form().Match(text);
        if (!match.Success)
        {
            throw map.Error(
                $"{key} '{text}' is not a number of s, min, h or d, as in 30 s or 7 d",
                key
            );
        }
        var number = int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value switch
        {
            "s" => TimeSpan.FromSeconds(number),
            "min" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => TimeSpan.FromDays(number),
        };
    }

    [GeneratedRegex("^(?<number>[1-9][0-9]{0,5}) (?<unit>s|min|h|d)$")]
    private static partial Regex Form();
}
