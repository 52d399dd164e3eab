using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Launcher.Transfers;

/// <summary>Reads a table's TTL as the definitions write them: "toDateTime(timestamp) + INTERVAL 7 DAY".</summary>
internal static partial class Retention
{
    /// <summary>When a row of that time is removed; null when the TTL is none, or of another form.</summary>
    public static DateTimeOffset? EndOf(string ttl, DateTimeOffset time)
    {
        if (
            Interval().Match(ttl) is not { Success: true } match
            || !int.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var count)
        )
            return null;
        return match.Groups[2].Value switch
        {
            "HOUR" => time.AddHours(count),
            "DAY" => time.AddDays(count),
            "WEEK" => time.AddDays(7.0 * count),
            "MONTH" => time.AddMonths(count),
            "YEAR" => time.AddYears(count),
            _ => null,
        };
    }

    [GeneratedRegex(@"^toDateTime\(\w+\) \+ INTERVAL (\d+) (\w+)$")]
    private static partial Regex Interval();
}
