using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.Schema.Service;
using Platform.Schema.Service.Diff;

namespace Platform.Timeseries.Schema;

/// <summary>The steps that bring one table or view to its definition.</summary>
internal static class ClickHouseSteps
{
    public static IReadOnlyList<SchemaStep> Render(Change change, RenderContext context)
    {
        var texts = new StepTexts(change.Name, context);
        return (change.Live, change.Desired) switch
        {
            (null, ClickHouseTable table) => [Create(table, texts)],
            (null, ClickHouseView view) => [ViewSteps.Create(view, texts)],
            (ClickHouseView view, null) => [ViewSteps.Drop(view, texts)],
            (ClickHouseView live, ClickHouseView view) => ViewSteps.Alter(
                live,
                view,
                change.Differences,
                texts
            ),
            (ClickHouseTable, null) => [Drop(texts)],
            (ClickHouseTable live, ClickHouseTable table)
                when Rebuild.IsNeeded(live, table, change) =>
            [
                Rebuild.Render(live, table, change, texts),
            ],
            (ClickHouseTable live, ClickHouseTable table) => TableSteps.Render(
                live,
                table,
                change.Differences,
                texts
            ),
            // A table where a view belongs, or the other way about: the name has to become free first.
            (ClickHouseTable, ClickHouseView view) =>
            [
                Drop(texts),
                ViewSteps.Create(view, texts) with
                {
                    Phase = StepPhase.Destroy,
                },
            ],
            (ClickHouseView view, ClickHouseTable table) =>
            [
                ViewSteps.Drop(view, texts),
                ViewSteps.After(view, Create(table, texts)),
            ],
            _ => [],
        };
    }

    private static SchemaStep Create(ClickHouseTable table, StepTexts texts) =>
        texts.Step(
            StepPhase.Create,
            $"create table {table.Name}",
            CreateStatement(table, texts.Database),
            $"DROP TABLE IF EXISTS {texts.Full} SYNC"
        );

    public static string CreateStatement(ClickHouseTable table, string database) =>
        new ClickHouseRenderer(new ClickHouseForm { Database = database }).Table(table)[0].Text;

    /// <summary>A table is dropped by moving it away: that is its backup, and costs nothing.</summary>
    private static SchemaStep Drop(StepTexts texts)
    {
        var backup = texts.Backup();
        return texts.Step(
            StepPhase.Destroy,
            $"drop table {texts.Name}",
            $"RENAME TABLE {texts.Full} TO {backup.Full}",
            // Also after a rename of which nobody knows whether it came about.
            $"RENAME TABLE IF EXISTS {backup.Full} TO {texts.Full}"
        ) with
        {
            IsDestructive = true,
            Backup = $"{StepTexts.BackupDatabase}.{backup.Table}",
        };
    }
}
