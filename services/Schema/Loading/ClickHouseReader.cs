using Platform.Schema.Model;

namespace Platform.Schema.Loading;

/// <summary>Reads tables and views of ClickHouse; templates stand in for what a table doesn't say.</summary>
internal sealed class ClickHouseReader : IDefinitionReader
{
    private const string SourceTablePlace = "<source_table>";

    private readonly Dictionary<string, ClickHouseTable> _templates = [];

    public void ReadTemplates(MapReader file)
    {
        foreach (var (name, map) in file.NamedMaps("templates", "template"))
        {
            var head = new DefinitionHead(
                name,
                "",
                map.Text("comment"),
                "",
                map.Texts("notes"),
                null,
                null
            );
            _templates.Add(name, ReadTable(map, head, null, null));
            map.End();
        }
    }

    public Definition Read(MapReader map, string name, GroupHead group)
    {
        if (map.Choice("kind", "table", "table", "view", "materialized_view") != "table")
        {
            return ReadView(map, DefinitionHead.Read(map, name, group));
        }
        var templateName = map.OptionalText("template");
        if (templateName is null)
        {
            return ReadTable(map, DefinitionHead.Read(map, name, group), null, null);
        }
        if (!_templates.TryGetValue(templateName, out var template))
        {
            throw map.Error(
                $"there is no template '{templateName}'; there is: {string.Join(", ", _templates.Keys)}",
                "template"
            );
        }
        var source = map.Text("source_table");
        var comment = template.Comment.Replace(SourceTablePlace, source, StringComparison.Ordinal);
        var head = DefinitionHead.Read(map, name, group, comment);
        return ReadTable(map, head, Fill(template, source), source);
    }

    private static ClickHouseTable ReadTable(
        MapReader map,
        DefinitionHead head,
        ClickHouseTable? template,
        string? sourceTable
    )
    {
        var columns = map.Maps("columns", "column").Select(ReadColumn);
        var order = map.Texts("order_by");
        var settings = map.NamedTexts("settings");
        var tiers = map.Maps("tiers", "tier").Select(ClickHouseTierReader.Read).ToList();
        var table = new ClickHouseTable
        {
            Name = head.Name,
            Group = head.Group,
            Comment = head.Comment,
            Source = head.Source,
            Notes = [.. template?.Notes ?? [], .. head.Notes],
            Since = head.Since,
            Until = head.Until,
            Counted = head.Counted,
            Columns = [.. template?.Columns ?? [], .. columns],
            Engine = map.OptionalText("engine") ?? template?.Engine ?? "MergeTree",
            PartitionBy = map.OptionalText("partition_by") ?? template?.PartitionBy,
            OrderBy = order.Count > 0 ? order : template?.OrderBy ?? map.RequiredTexts("order_by"),
            PrimaryKey = map.Texts("primary_key") is { Count: > 0 } key
                ? key
                : template?.PrimaryKey ?? [],
            Ttl = map.OptionalText("ttl") ?? template?.Ttl,
            Tiers = tiers.Count > 0 ? tiers : template?.Tiers ?? [],
            Settings = settings.Count > 0 || template is null ? settings : template.Settings,
            Indexes =
            [
                .. template?.Indexes ?? [],
                .. map.Maps("indexes", "index").Select(ReadIndex),
            ],
            ShardBy = map.OptionalText("shard_by") ?? template?.ShardBy ?? "symbol",
            Template = template?.Name,
            SourceTable = sourceTable,
        };
        if (table.Columns.Count == 0)
        {
            throw map.Error("'columns' is missing");
        }
        ClickHouseChecks.Check(table, map);
        return table;
    }

    private static ClickHouseView ReadView(MapReader map, DefinitionHead head) =>
        head.On(
            new ClickHouseView
            {
                Name = head.Name,
                Group = head.Group,
                Comment = head.Comment,
                Source = head.Source,
                Query = map.Text("query"),
                To = map.Text("kind") == "materialized_view" ? map.Text("to") : null,
                DependsOn = map.Texts("depends_on"),
            }
        );

    private static ClickHouseColumn ReadColumn(MapReader map)
    {
        var column = new ClickHouseColumn
        {
            Name = map.Text("name"),
            Type = map.Text("type"),
            Default = map.OptionalText("default"),
            Materialized = map.OptionalText("materialized"),
            Codec = map.OptionalText("codec"),
            Comment = map.OptionalText("comment"),
            AllowsNaN = map.Flag("nan", false),
            Items = map.Texts("items"),
            Since = map.OptionalVersion("since"),
            Until = map.OptionalVersion("until"),
        };
        map.End();
        ClickHouseTypes.Check(column.Type, map);
        if (
            column.Items.Count > 0
            && !column.Type.StartsWith("Array(Array(", StringComparison.Ordinal)
        )
        {
            throw map.Error(
                $"items name the values of Array(Array(T)), not of {column.Type}",
                "items"
            );
        }
        return column;
    }

    private static ClickHouseIndex ReadIndex(MapReader map)
    {
        var index = new ClickHouseIndex
        {
            Name = map.Text("name"),
            Expression = map.Text("expression"),
            Type = map.Text("type"),
            Granularity = map.Integer("granularity"),
            Since = map.OptionalVersion("since"),
            Until = map.OptionalVersion("until"),
        };
        map.End();
        return index;
    }

    /// <summary>The template for one source table.</summary>
    private static ClickHouseTable Fill(ClickHouseTable template, string source) =>
        template with
        {
            Columns =
            [
                .. template.Columns.Select(column =>
                    column with
                    {
                        Default = column.Default?.Replace(
                            SourceTablePlace,
                            source,
                            StringComparison.Ordinal
                        ),
                    }
                ),
            ],
        };
}
