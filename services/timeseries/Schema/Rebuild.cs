using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.Schema.Service;
using Platform.Schema.Service.Diff;

namespace Platform.Timeseries.Schema;

/// <summary>
/// What can't be altered in place: the engine, the keys, and a few settings. A new table is filled beside the
/// old one while writing goes on; then writers stand still while what they wrote meanwhile is copied and the two change
/// names at once. The old one is the backup. Cut off before that moment nothing has happened, after it nothing is missing.
/// </summary>
internal static class Rebuild
{
    public const string Exchange = "EXCHANGE TABLES";
    public const string StopMerges = "SYSTEM STOP MERGES ";

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
        var remains = new RebuildRemains(backup.Table, texts.Database, table.Name);
        var columns = string.Join(
            ", ",
            table
                .Columns.Where(column =>
                    column.Materialized is null && live.Columns.Any(one => one.Name == column.Name)
                )
                .Select(column => ClickHouseSql.Identifier(column.Name))
        );
        var reasons = string.Join(", ", change.Differences.Select(one => one.Part));
        string Copy(string to, string from, string which) =>
            $"INSERT INTO {to} ({columns}) SELECT {columns} FROM {from} WHERE _part {which}";
        string[] fill =
        [
            .. remains.Begin,
            // Parts keep their names while nothing is merged, so later rows are told from copied ones.
            StopMerges + texts.Full,
            remains.NoteParts(RebuildRemains.First),
            ClickHouseSteps.CreateStatement(
                table with
                {
                    Name = backup.Table,
                },
                StepTexts.BackupDatabase
            ),
            Copy(backup.Full, texts.Full, $"IN ({remains.Parts(RebuildRemains.First)})"),
        ];
        string[] exchange =
        [
            remains.NoteParts(RebuildRemains.Late),
            Copy(backup.Full, texts.Full, $"IN ({remains.Parts(RebuildRemains.Late)})"),
            $"{Exchange} {texts.Full} AND {backup.Full}",
            // Nothing of this service's; what others wrote to the engine itself in that moment.
            Copy(texts.Full, backup.Full, $"NOT IN ({remains.Parts()})"),
        ];
        return texts.Step(
            StepPhase.Destroy,
            $"rebuild table {table.Name} ({reasons})",
            [.. fill, .. exchange, .. remains.End(hasTtl: live.Ttl is not null)],
            []
        ) with
        {
            // Up to the change of names the live table is as it was.
            Prelude = fill.Length + 2,
            Still = fill.Length..(fill.Length + exchange.Length),
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
