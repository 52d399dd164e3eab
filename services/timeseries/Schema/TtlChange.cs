using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Timeseries.Schema;

/// <summary>Whether a changed TTL removes rows that the one before would have kept.</summary>
internal static partial class TtlChange
{
    public static bool LosesRows(string? before, string? after)
    {
        var (from, to) = (Deleting(before), Deleting(after));
        if (to is null)
        {
            return false;
        }
        if (from is null)
        {
            return true;
        }
        return Read(from) is not { } old
            || Read(to) is not { } next
            || old.Of != next.Of
            || (
                old.IsMonths == next.IsMonths
                    ? next.Count < old.Count
                    : Shortest(next) < Longest(old)
            );
    }

    /// <summary>Without what moves rows to another volume, which loses none.</summary>
    private static string? Deleting(string? ttl)
    {
        if (ttl is null)
        {
            return null;
        }
        var all = SqlNormal.Elements(SqlNormal.Expression(ttl));
        var kept = all.Where(one => !Move().IsMatch(one)).ToList();
        return kept.Count == 0 ? null : string.Join(',', kept);
    }

    /// <summary>Days, or months, which no number of days equals.</summary>
    private static Age? Read(string ttl)
    {
        var match = Simple().Match(SqlNormal.Expression(ttl));
        if (!match.Success)
        {
            return null;
        }
        var count = double.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture);
        var (unit, isMonths) = match.Groups[2].Value switch
        {
            "Second" => (1 / 86_400.0, false),
            "Minute" => (1 / 1_440.0, false),
            "Hour" => (1 / 24.0, false),
            "Day" => (1, false),
            "Week" => (7, false),
            "Month" => (1, true),
            "Quarter" => (3, true),
            _ => (12.0, true),
        };
        return new Age(match.Groups[1].Value, count * unit, isMonths);
    }

    // In days, on the safe side: a backup too many does no harm.
    private static double Shortest(Age age) => age.IsMonths ? age.Count * 28 : age.Count;

    private static double Longest(Age age) => age.IsMonths ? age.Count * 31 : age.Count;

    private sealed record Age(string Of, double Count, bool IsMonths);

    [GeneratedRegex(@"^(.+)\+toInterval(\w+)\((\d+)\)$")]
    private static partial Regex Simple();

    [GeneratedRegex(@"\bTO (?:VOLUME|DISK)'[^']*'$")]
    private static partial Regex Move();
}
