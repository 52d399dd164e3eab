using System.Text.RegularExpressions;
using Platform.Schema.Model;

namespace Platform.Schema.Loading;

/// <summary>What one table of PostgreSQL must hold together.</summary>
internal static partial class PostgreSqlChecks
{
    private const int NameLengthMax = 63;

    public static void Check(PostgreSqlTable table, MapReader map)
    {
        if (table.Columns.Count == 0)
        {
            throw map.Error("'columns' is missing");
        }
        Uniqueness.Check(table.Columns, column => column.Name, "column", map);
        Uniqueness.Check(table.Indexes, index => index.Name, "index", map);
        CheckKeys(table, map);
        foreach (var index in table.Indexes)
        {
            Exist(table, index.Columns.Concat(index.Include), $"index {index.Name}", map);
            NoClock(index.Where, $"index {index.Name}", map);
        }
        foreach (var retention in table.Retention)
        {
            Exist(table, [retention.Column], "retention", map);
        }
        Exist(table, table.Rows?.Columns ?? [], "rows", map);
        if (table.Hypertable is { } hypertable)
        {
            CheckHypertable(table, hypertable, map);
        }
    }

    private static void CheckKeys(PostgreSqlTable table, MapReader map)
    {
        if (table.PrimaryKey.Count == 0 && table.Uniques.Count == 0)
        {
            throw map.Error("a table needs a primary_key, or uniques where a key may be null");
        }
        Exist(table, table.PrimaryKey, "primary_key", map);
        foreach (var unique in table.Uniques)
        {
            Exist(table, unique.Columns, $"unique key {unique.Name}", map);
        }
        foreach (var key in table.ForeignKeys)
        {
            Exist(table, key.Columns, $"foreign key {key.Name}", map);
            if (key.Columns.Count != key.TableColumns.Count)
            {
                throw map.Error($"foreign key {key.Name} joins lists of different lengths");
            }
        }
        var names = table
            .Uniques.Select(unique => unique.Name)
            .Concat(table.ForeignKeys.Select(key => key.Name))
            .Concat(table.Checks.Select(check => check.Name))
            .Concat(table.Indexes.Select(index => index.Name));
        if (names.FirstOrDefault(name => name.Length > NameLengthMax) is { } longName)
        {
            throw map.Error(
                $"the name {longName} has more than {NameLengthMax} characters; give it a shorter one"
            );
        }
    }

    private static void CheckHypertable(PostgreSqlTable table, Hypertable hypertable, MapReader map)
    {
        Exist(table, [hypertable.TimeColumn], "hypertable", map);
        var keys = table.Uniques.Select(unique => unique.Columns).Prepend(table.PrimaryKey);
        if (keys.Any(key => key.Count > 0 && !key.Contains(hypertable.TimeColumn)))
        {
            throw map.Error(
                $"every key of a table cut by time must have its time column, {hypertable.TimeColumn}"
            );
        }
    }

    private static void Exist(
        PostgreSqlTable table,
        IEnumerable<string> names,
        string where,
        MapReader map
    )
    {
        foreach (var name in names.Select(name => Order().Replace(name, "")))
        {
            if (Identifier().IsMatch(name) && table.Columns.All(column => column.Name != name))
            {
                throw map.Error(
                    $"{where} names the column '{name}', which is not in the table; it has: "
                        + string.Join(", ", table.Columns.Select(column => column.Name))
                );
            }
        }
    }

    /// <summary>An index's predicate is read once, so the clock in it would stand still.</summary>
    private static void NoClock(string? predicate, string where, MapReader map)
    {
        if (predicate?.Contains("now()", StringComparison.OrdinalIgnoreCase) == true)
        {
            throw map.Error($"{where} has now() in its predicate, which must be immutable");
        }
    }

    [GeneratedRegex("^[a-z_][a-z0-9_]*$")]
    private static partial Regex Identifier();

    [GeneratedRegex(" (ASC|DESC)$", RegexOptions.IgnoreCase)]
    private static partial Regex Order();
}
