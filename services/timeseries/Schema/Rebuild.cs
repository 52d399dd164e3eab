using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.Schema.Service;
using Platform.Schema.Service.Diff;

namespace Platform.Timeseries.Schema;

/// <summary>
/// What can't be altered in place: the engine, the keys, and a few settings. A new table is filled beside the
/// old one, then the two change names at once; the old one is the backup.
/// </summary>
internal static class Rebuild
{
    private static readonly string[] Fixed =
    [
        ClickHouseParts.Engine,
        ClickHouseParts.PartitionKey,
        ClickHouseParts.SortingKey,
        ClickHouseParts.PrimaryKey,
        ClickHouseParts.SettingPrefix + "index_granularity",
        ClickHouseParts.SettingPrefix + "index_granularity_bytes",
        ClickHouseParts.SettingPrefix + "storage_policy",
    ];

    public static bool IsNeeded(ClickHouseTable live, ClickHouseTable table, Change change) =>
        change.Differences.Any(one => Fixed.Contains(one.Part) || TouchesKey(live, table, one));

    public static SchemaStep Render(
        ClickHouseTable live,
        ClickHouseTable table,
        Change change,
        StepTexts texts
    )
    {
        var backup = texts.Backup();
        var parts =
            $"{StepTexts.BackupDatabase}.{ClickHouseSql.Identifier(backup.Table + "__parts")}";
        var columns = string.Join(
            ", ",
            table
                .Columns.Where(column =>
                    column.Materialized is null && live.Columns.Any(one => one.Name == column.Name)
                )
                .Select(column => ClickHouseSql.Identifier(column.Name))
        );
        var reasons = string.Join(", ", change.Differences.Select(one => one.Part));
        return texts.Step(
            StepPhase.Destroy,
            $"rebuild table {table.Name} ({reasons})",
            [
                // Parts keep their names while nothing is merged, so late rows are told from copied ones.
                $"SYSTEM STOP MERGES {texts.Full}",
                $"CREATE TABLE IF NOT EXISTS {parts} ENGINE = Log AS SELECT name FROM system.parts "
                    + $"WHERE database = {ClickHouseSql.Literal(texts.Database)} AND table = {ClickHouseSql.Literal(table.Name)} AND active",
                ClickHouseSteps.CreateStatement(
                    table with
                    {
                        Name = backup.Table,
                    },
                    StepTexts.BackupDatabase
                ),
                $"INSERT INTO {backup.Full} ({columns}) SELECT {columns} FROM {texts.Full} WHERE _part IN (SELECT name FROM {parts})",
                $"EXCHANGE TABLES {texts.Full} AND {backup.Full}",
                $"INSERT INTO {texts.Full} ({columns}) SELECT {columns} FROM {backup.Full} WHERE _part NOT IN (SELECT name FROM {parts})",
                $"DROP TABLE IF EXISTS {parts} SYNC",
                $"SYSTEM START MERGES {backup.Full}",
                .. live.Ttl is null
                    ? Array.Empty<string>()
                    : [$"ALTER TABLE {backup.Full} REMOVE TTL"],
            ],
            []
        ) with
        {
            // Up to the change of names the live table is as it was.
            Prelude = 4,
            IsDestructive = true,
            Backup = $"{StepTexts.BackupDatabase}.{backup.Table}",
        };
    }

    /// <summary>A column of the sorting key can be neither dropped nor given another type.</summary>
    private static bool TouchesKey(
        ClickHouseTable live,
        ClickHouseTable table,
        PartDifference difference
    )
    {
        if (!difference.Part.StartsWith(ClickHouseParts.ColumnPrefix, StringComparison.Ordinal))
        {
            return false;
        }
        var name = difference.Part[ClickHouseParts.ColumnPrefix.Length..];
        var keys = SqlNormal.WithoutBlanks($"{string.Join(',', live.OrderBy)},{live.PartitionBy}");
        var isKey = keys.Split(',', '(', ')').Contains(name);
        var (old, wanted) = (Type(live, name), Type(table, name));
        return isKey && old is not null && old != wanted;
    }

    private static string? Type(ClickHouseTable table, string column) =>
        table.Columns.FirstOrDefault(one => one.Name == column) is { } found
            ? SqlNormal.WithoutBlanks(found.Type)
            : null;
}
