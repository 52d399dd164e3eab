using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.Schema.Service;

namespace Platform.Timeseries.Schema;

/// <summary>Adding, dropping and changing a column.</summary>
internal static class ColumnSteps
{
    public static SchemaStep Render(
        ClickHouseTable live,
        ClickHouseTable table,
        string name,
        StepTexts texts
    )
    {
        var old = Find(live, name);
        var wanted = Find(table, name);
        return (old, wanted) switch
        {
            (null, { } added) => texts.Step(
                StepPhase.Alter,
                $"add column {table.Name}.{name} {added.Type}",
                Add(added, table, texts),
                Drop(name, texts)
            ),
            ({ } dropped, null) => texts.Losing(
                $"drop column {table.Name}.{name} {dropped.Type}",
                name,
                live.Ttl is not null,
                [Drop(name, texts)]
            ),
            ({ } before, { } after) when TypeChange.IsLossless(before.Type, after.Type) =>
                texts.Step(
                    StepPhase.Alter,
                    Summary(table, before, after),
                    [.. Modify(before, after, texts)],
                    [.. Modify(after, before, texts)]
                ),
            ({ } before, { } after) => texts.Losing(
                Summary(table, before, after),
                name,
                live.Ttl is not null,
                [.. Modify(before, after, texts)]
            ) with
            {
                // A value that does not convert leaves the column half changed, and nothing can read it.
                Repair =
                [
                    $"KILL MUTATION WHERE database = {ClickHouseSql.Literal(texts.Database)} AND table = {ClickHouseSql.Literal(table.Name)} AND NOT is_done SYNC",
                    .. Modify(after, before, texts),
                ],
            },
            _ => throw new ArgumentException($"neither has the column {name}", nameof(name)),
        };
    }

    private static string Add(ClickHouseColumn column, ClickHouseTable table, StepTexts texts)
    {
        var before = table.Columns.TakeWhile(one => one.Name != column.Name).LastOrDefault();
        var place = before is null ? "FIRST" : $"AFTER {ClickHouseSql.Identifier(before.Name)}";
        return $"{texts.Alter} ADD COLUMN IF NOT EXISTS {ClickHouseRenderer.Column(column)} {place}";
    }

    private static string Drop(string name, StepTexts texts) =>
        $"{texts.Alter} DROP COLUMN IF EXISTS {ClickHouseSql.Identifier(name)}";

    /// <summary>What the new one doesn't say would stay as it was, so it is removed first.</summary>
    private static IEnumerable<string> Modify(
        ClickHouseColumn from,
        ClickHouseColumn to,
        StepTexts texts
    )
    {
        var modify = $"{texts.Alter} MODIFY COLUMN ";
        var name = ClickHouseSql.Identifier(to.Name);
        if (from.Default is not null && to.Default is null && to.Materialized is null)
        {
            yield return $"{modify}{name} REMOVE DEFAULT";
        }
        if (from.Materialized is not null && to.Materialized is null && to.Default is null)
        {
            yield return $"{modify}{name} REMOVE MATERIALIZED";
        }
        if (from.Alias is not null && to.Alias is null && to.Default is null)
        {
            yield return $"{modify}{name} REMOVE ALIAS";
        }
        if (from.Ttl is not null && to.Ttl is null)
        {
            yield return $"{modify}{name} REMOVE TTL";
        }
        if (from.Codec is not null && to.Codec is null)
        {
            yield return $"{modify}{name} REMOVE CODEC";
        }
        if (from.Comment is not null && to.Comment is null)
        {
            yield return $"{modify}{name} REMOVE COMMENT";
        }
        yield return modify + ClickHouseRenderer.Column(to);
    }

    private static string Summary(
        ClickHouseTable table,
        ClickHouseColumn before,
        ClickHouseColumn after
    ) =>
        before.Type == after.Type
            ? $"change column {table.Name}.{after.Name}"
            : $"change column {table.Name}.{after.Name} from {before.Type} to {after.Type}";

    private static ClickHouseColumn? Find(ClickHouseTable table, string name) =>
        table.Columns.FirstOrDefault(one => one.Name == name);
}
