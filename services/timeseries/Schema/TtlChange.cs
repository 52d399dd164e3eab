using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Timeseries.Schema;

/// <summary>Whether a changed TTL removes rows that the one before would have kept.</summary>
internal static partial class TtlChange
{
    public static bool LosesRows(string? from, string? to)
    {
        if (to is null)
        {
            return false;
        }
        if (from is null)
        {
            return true;
        }
        var (old, next) = (Read(from), Read(to));
        return old is null
            || next is null
            || old.Value.Of != next.Value.Of
            || next.Value.Days < old.Value.Days;
    }

    private static (string Of, double Days)? Read(string ttl)
    {
        var match = Simple().Match(SqlNormal.Expression(ttl));
        if (!match.Success)
        {
            return null;
        }
        var count = double.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture);
        var days = match.Groups[2].Value switch
        {
            "Second" => 1 / 86_400.0,
            "Minute" => 1 / 1_440.0,
            "Hour" => 1 / 24.0,
            "Day" => 1,
            "Week" => 7,
            "Month" => 30.4,
            "Quarter" => 91.2,
            _ => 365,
        };
        return (match.Groups[1].Value, count * days);
    }

    [GeneratedRegex(@"^(.+)\+toInterval(\w+)\((\d+)\)$")]
    private static partial Regex Simple();
}
