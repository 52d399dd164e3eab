using System.Globalization;
using System.Text.RegularExpressions;
using Platform.Schema.Model;

namespace Platform.Schema.Loading;

/// <summary>Reads {after: 30 days, column: timestamp, volume: cold}.</summary>
internal static partial class ClickHouseTierReader
{
    public static ClickHouseTier Read(MapReader map)
    {
        var after = map.Text("after");
        if (Days().Match(after) is not { Success: true } days)
        {
            throw map.Error($"after '{after}' is not a number of days, as in 30 days", "after");
        }
        var tier = new ClickHouseTier
        {
            Column = map.Text("column"),
            Days = int.Parse(days.Groups[1].Value, CultureInfo.InvariantCulture),
            Volume = map.Text("volume"),
        };
        map.End();
        return Word().IsMatch(tier.Volume)
            ? tier
            : throw map.Error(
                $"volume '{tier.Volume}' is no name: letters, digits and _, the first no digit",
                "volume"
            );
    }

    public static void Check(ClickHouseTable table, MapReader map)
    {
        var before = 0;
        foreach (var tier in table.Tiers)
        {
            var columns = table.Columns.Where(column => column.Name == tier.Column).ToList();
            if (
                columns.Count == 0
                || columns.Any(column => !column.Type.StartsWith("Date", StringComparison.Ordinal))
            )
            {
                throw map.Error(
                    $"a tier goes by the age of '{tier.Column}', which is no time of the table; it has: "
                        + string.Join(
                            ", ",
                            table
                                .Columns.Where(column =>
                                    column.Type.StartsWith("Date", StringComparison.Ordinal)
                                )
                                .Select(column => column.Name)
                        ),
                    "tiers"
                );
            }
            if (tier.Days <= before)
            {
                throw map.Error(
                    $"tiers must come in the order of their ages: {tier.Days} days is not after {before} days",
                    "tiers"
                );
            }
            before = tier.Days;
        }
        if (before > 0 && table.Ttl is { } ttl && DaysOf(ttl) is { } kept && kept <= before)
        {
            throw map.Error(
                $"rows are deleted (ttl: {ttl}) before a tier takes them after {before} days",
                "tiers"
            );
        }
    }

    /// <summary>The fewest it may be; null: it is of another form.</summary>
    private static int? DaysOf(string ttl)
    {
        if (Interval().Match(ttl) is not { Success: true } match)
        {
            return null;
        }
        var unit = match.Groups[2].Value.ToUpperInvariant() switch
        {
            "DAY" => 1,
            "WEEK" => 7,
            "MONTH" => 28,
            "QUARTER" => 90,
            _ => 365,
        };
        return int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * unit;
    }

    [GeneratedRegex("^([1-9][0-9]{0,4}) days?$")]
    private static partial Regex Days();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Word();

    [GeneratedRegex(
        @"INTERVAL ([0-9]{1,5}) (DAY|WEEK|MONTH|QUARTER|YEAR)$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Interval();
}
