using Platform.Schema.Model;

namespace Platform.Schema.Loading;

/// <summary>Reads tables, views, functions and triggers of PostgreSQL.</summary>
internal sealed class PostgreSqlReader : IDefinitionReader
{
    public void ReadTemplates(MapReader file) { }

    public Definition Read(MapReader map, string name, GroupHead group)
    {
        var head = DefinitionHead.Read(map, name, group);
        return map.Choice(
            "kind",
            "table",
            "table",
            "view",
            "materialized_view",
            "continuous_aggregate",
            "function",
            "trigger"
        ) switch
        {
            "table" => PostgreSqlTableReader.Read(map, head),
            "view" => ReadView(map, head, DefinitionKind.View),
            "materialized_view" => ReadView(map, head, DefinitionKind.MaterializedView),
            "continuous_aggregate" => ReadView(map, head, DefinitionKind.ContinuousAggregate),
            "function" => ReadFunction(map, head),
            _ => ReadTrigger(map, head),
        };
    }

    private static PostgreSqlView ReadView(
        MapReader map,
        DefinitionHead head,
        DefinitionKind kind
    ) =>
        head.On(
            new PostgreSqlView
            {
                Name = head.Name,
                Group = head.Group,
                Comment = head.Comment,
                Source = head.Source,
                ViewKind = kind,
                Query = map.Text("query"),
                DependsOn = map.RequiredTexts("depends_on"),
                Indexes = [.. map.Maps("indexes", "index").Select(PostgreSqlTableReader.ReadIndex)],
                Refresh = map.OptionalMap("refresh") is { } refresh ? ReadRefresh(refresh) : null,
            }
        );

    private static RefreshPolicy ReadRefresh(MapReader map)
    {
        var policy = new RefreshPolicy
        {
            Every = map.Text("every"),
            StartOffset = map.OptionalText("start_offset"),
            EndOffset = map.OptionalText("end_offset"),
        };
        map.End();
        return policy;
    }

    private static PostgreSqlFunction ReadFunction(MapReader map, DefinitionHead head) =>
        head.On(
            new PostgreSqlFunction
            {
                Name = head.Name,
                Group = head.Group,
                Comment = head.Comment,
                Source = head.Source,
                Arguments = map.OptionalText("arguments") ?? "",
                Returns = map.Text("returns"),
                Language = map.Choice("language", "plpgsql", "plpgsql", "sql"),
                Volatility = map.Choice(
                    "volatility",
                    "volatile",
                    "volatile",
                    "stable",
                    "immutable"
                ),
                Body = map.Text("body"),
            }
        );

    private static PostgreSqlTrigger ReadTrigger(MapReader map, DefinitionHead head) =>
        head.On(
            new PostgreSqlTrigger
            {
                Name = head.Name,
                Group = head.Group,
                Comment = head.Comment,
                Source = head.Source,
                Tables = map.RequiredTexts("tables"),
                Timing = map.Choice("timing", null, "before", "after"),
                Events = map.RequiredTexts("events"),
                Function = map.Text("function"),
            }
        );
}
