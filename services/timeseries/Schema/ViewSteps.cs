using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.Schema.Service;
using Platform.Schema.Service.Diff;

namespace Platform.Timeseries.Schema;

/// <summary>
/// Steps about views. They hold no rows, so nothing is lost with them; except a materialized view without a target, as
/// somebody may make it by hand.
/// </summary>
internal static class ViewSteps
{
    public static SchemaStep Create(ClickHouseView view, StepTexts texts) =>
        texts.Step(
            StepPhase.CreateView,
            $"create {Kind(view)} {view.Name}",
            Statement(view, texts),
            $"DROP VIEW IF EXISTS {texts.Full} SYNC"
        );

    public static SchemaStep Drop(ClickHouseView view, StepTexts texts) =>
        KeepsRows(view)
            ? DropWithRows(view, texts)
            : texts.Step(
                StepPhase.DropView,
                $"drop {Kind(view)} {view.Name}",
                $"DROP VIEW IF EXISTS {texts.Full} SYNC",
                Statement(view, texts)
            );

    /// <summary>A step that needs the name that a dropped view had.</summary>
    public static SchemaStep After(ClickHouseView dropped, SchemaStep step) =>
        KeepsRows(dropped) ? step with { Phase = StepPhase.Destroy } : step;

    /// <summary>The engine moves no such view to another database, so its rows are copied.</summary>
    private static SchemaStep DropWithRows(ClickHouseView view, StepTexts texts)
    {
        var backup = texts.Backup();
        return texts.Step(
            StepPhase.DestroyView,
            $"drop {Kind(view)} {view.Name} and its rows",
            [
                $"CREATE TABLE IF NOT EXISTS {backup.Full} ENGINE = MergeTree ORDER BY tuple() AS SELECT * FROM {texts.Full}",
                $"DROP VIEW IF EXISTS {texts.Full} SYNC",
            ],
            []
        ) with
        {
            Prelude = 1,
            // What is written to the tables it reads meanwhile would be in neither.
            Still = ..2,
            IsDestructive = true,
            Backup = $"{StepTexts.BackupDatabase}.{backup.Table}",
        };
    }

    private static bool KeepsRows(ClickHouseView view) => view.To == "";

    public static IReadOnlyList<SchemaStep> Alter(
        ClickHouseView live,
        ClickHouseView view,
        IReadOnlyList<PartDifference> differences,
        StepTexts texts
    )
    {
        if (differences.Any(one => one.Part == ClickHouseParts.Target))
        {
            return [Drop(live, texts), After(live, Create(view, texts))];
        }
        var steps = new List<SchemaStep>();
        if (differences.Any(one => one.Part == ClickHouseParts.Query))
        {
            // A changed query keeps a materialized view in place: no insert passes it by.
            steps.Add(
                texts.Step(
                    StepPhase.CreateView,
                    $"change the query of {Kind(view)} {view.Name}",
                    Query(view, texts),
                    Query(live, texts)
                )
            );
        }
        if (differences.Any(one => one.Part == ClickHouseParts.Comment))
        {
            steps.Add(
                texts.Step(
                    StepPhase.CreateView,
                    $"change the comment of {Kind(view)} {view.Name}",
                    $"{texts.Alter} MODIFY COMMENT {ClickHouseSql.Literal(view.Comment)}",
                    $"{texts.Alter} MODIFY COMMENT {ClickHouseSql.Literal(live.Comment)}"
                )
            );
        }
        return steps;
    }

    private static string Query(ClickHouseView view, StepTexts texts) =>
        view.To is null
            ? Statement(view, texts)
                .Replace(
                    "CREATE VIEW IF NOT EXISTS",
                    "CREATE OR REPLACE VIEW",
                    StringComparison.Ordinal
                )
            : $"{texts.Alter} MODIFY QUERY {view.Query}";

    private static string Statement(ClickHouseView view, StepTexts texts) =>
        new ClickHouseRenderer(new ClickHouseForm { Database = texts.Database }).View(view).Text;

    private static string Kind(ClickHouseView view) =>
        view.To is null ? "view" : "materialized view";
}
