using System.Text.RegularExpressions;
using Platform.Schema.Model;
using Platform.Schema.Versioning;

namespace Platform.Schema.Loading;

/// <summary>What one table of ClickHouse must hold together.</summary>
internal static partial class ClickHouseChecks
{
    public static void Check(ClickHouseTable table, MapReader map)
    {
        Uniqueness.Check(table.Columns, column => column.Name, "column", map);
        Uniqueness.Check(table.Indexes, index => index.Name, "index", map);
        foreach (var key in (string[])[.. table.OrderBy, .. table.PrimaryKey])
        {
            Exists(table, key, "the sorting key", map);
        }
        foreach (var index in table.Indexes)
        {
            Exists(table, index.Expression, $"index {index.Name}", map);
        }
        Exists(table, table.ShardBy, "shard_by", map);
        ClickHouseTierReader.Check(table, map);
        if (!table.OrderBy.Take(table.PrimaryKey.Count).SequenceEqual(table.PrimaryKey))
        {
            throw map.Error("primary_key must be the beginning of order_by", "primary_key");
        }
        if (table.Ttl is { } ttl && TtlOnDateTime64(table, ttl) is { } column)
        {
            throw map.Error(
                $"ttl reads {column} as it is; write toDateTime({column}) + INTERVAL ...",
                "ttl"
            );
        }
    }

    /// <summary>A plain word must be a column of some version; anything else is an expression.</summary>
    private static void Exists(ClickHouseTable table, string name, string where, MapReader map)
    {
        if (Identifier().IsMatch(name) && table.Columns.All(column => column.Name != name))
        {
            throw map.Error(
                $"{where} names the column '{name}', which is not in the table; it has: "
                    + string.Join(", ", table.Columns.Select(column => column.Name))
            );
        }
    }

    private static string? TtlOnDateTime64(ClickHouseTable table, string ttl) =>
        table
            .Columns.Where(column =>
                column.Type.StartsWith("DateTime64", StringComparison.Ordinal)
                && ttl.StartsWith(column.Name + " ", StringComparison.Ordinal)
            )
            .Select(column => column.Name)
            .FirstOrDefault();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Identifier();
}
