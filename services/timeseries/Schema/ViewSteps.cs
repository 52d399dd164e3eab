using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.Schema.Service;
using Platform.Schema.Service.Diff;

namespace Platform.Timeseries.Schema;

/// <summary>Steps about views. They hold no rows, so nothing is lost with them.</summary>
internal static class ViewSteps
{
    public static SchemaStep Create(ClickHouseView view, StepTexts texts) =>
        texts.Step(
            StepPhase.CreateView,
            $"create {Kind(view)} {view.Name}",
            Statement(view, texts),
            $"DROP VIEW IF EXISTS {texts.Full} SYNC"
        );

    /// <summary>A materialized view without a target keeps its rows in itself: they would go with it.</summary>
    public static SchemaStep Drop(ClickHouseView view, StepTexts texts) =>
        texts.Step(
            StepPhase.DropView,
            $"drop {Kind(view)} {view.Name}",
            [$"DROP VIEW IF EXISTS {texts.Full} SYNC"],
            view.To == "" ? [] : [Statement(view, texts)]
        ) with
        {
            IsDestructive = view.To == "",
        };

    public static IReadOnlyList<SchemaStep> Alter(
        ClickHouseView live,
        ClickHouseView view,
        IReadOnlyList<PartDifference> differences,
        StepTexts texts
    )
    {
        if (differences.Any(one => one.Part == ClickHouseParts.Target))
        {
            return [Drop(live, texts), Create(view, texts)];
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
