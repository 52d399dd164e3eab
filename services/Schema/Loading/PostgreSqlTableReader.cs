using Platform.Schema.Model;

namespace Platform.Schema.Loading;

/// <summary>Reads one table of PostgreSQL with all its parts.</summary>
internal static class PostgreSqlTableReader
{
    public static PostgreSqlTable Read(MapReader map, DefinitionHead head)
    {
        var table = head.On(
            new PostgreSqlTable
            {
                Name = head.Name,
                Group = head.Group,
                Comment = head.Comment,
                Source = head.Source,
                Columns = [.. map.Maps("columns", "column").Select(ReadColumn)],
                PrimaryKey = map.Texts("primary_key"),
                Uniques =
                [
                    .. map.Maps("uniques", "unique key").Select(item => ReadUnique(item, head)),
                ],
                Checks = [.. map.Maps("checks", "check").Select(ReadCheck)],
                ForeignKeys =
                [
                    .. map.Maps("foreign_keys", "foreign key").Select(i => ReadKey(i, head)),
                ],
                Indexes = [.. map.Maps("indexes", "index").Select(ReadIndex)],
                Hypertable = map.OptionalMap("hypertable") is { } cut ? ReadHypertable(cut) : null,
                Retention = [.. map.Maps("retention", "retention").Select(ReadRetention)],
                Rows = map.OptionalMap("rows") is { } rows ? ReadRows(rows) : null,
            }
        );
        PostgreSqlChecks.Check(table, map);
        return table;
    }

    public static PostgreSqlIndex ReadIndex(MapReader map)
    {
        var index = new PostgreSqlIndex
        {
            Name = map.Text("name"),
            Columns = map.RequiredTexts("columns"),
            Unique = map.Flag("unique", false),
            Include = map.Texts("include"),
            Where = map.OptionalText("where"),
            Method = map.Choice("method", "btree", "btree", "gin", "gist", "brin", "hash"),
            Since = map.OptionalVersion("since"),
            Until = map.OptionalVersion("until"),
        };
        map.End();
        return index;
    }

    private static PostgreSqlColumn ReadColumn(MapReader map)
    {
        var column = new PostgreSqlColumn
        {
            Name = map.Text("name"),
            Type = map.Text("type"),
            Nullable = map.Flag("nullable", true),
            Default = map.OptionalText("default"),
            Generated = map.OptionalText("generated"),
            Comment = map.OptionalText("comment"),
            Since = map.OptionalVersion("since"),
            Until = map.OptionalVersion("until"),
        };
        map.End();
        PostgreSqlTypes.Check(column.Type, map);
        return column;
    }

    private static PostgreSqlUnique ReadUnique(MapReader map, DefinitionHead head)
    {
        var columns = map.RequiredTexts("columns");
        var unique = new PostgreSqlUnique
        {
            Name = map.OptionalText("name") ?? $"{head.Name}_{string.Join('_', columns)}_key",
            Columns = columns,
            Since = map.OptionalVersion("since"),
            Until = map.OptionalVersion("until"),
        };
        map.End();
        return unique;
    }

    private static PostgreSqlCheck ReadCheck(MapReader map)
    {
        var check = new PostgreSqlCheck
        {
            Name = map.Text("name"),
            Expression = map.Text("expression"),
            Since = map.OptionalVersion("since"),
            Until = map.OptionalVersion("until"),
        };
        map.End();
        return check;
    }

    private static PostgreSqlForeignKey ReadKey(MapReader map, DefinitionHead head)
    {
        var columns = map.RequiredTexts("columns");
        var key = new PostgreSqlForeignKey
        {
            Name = map.OptionalText("name") ?? $"{head.Name}_{string.Join('_', columns)}_fkey",
            Columns = columns,
            Table = map.Text("table"),
            TableColumns = map.RequiredTexts("table_columns"),
            Checked = map.Flag("checked", false),
            OnDelete = map.Has("on_delete")
                ? map.Choice("on_delete", null, "cascade", "restrict", "set null")
                : null,
            Since = map.OptionalVersion("since"),
            Until = map.OptionalVersion("until"),
        };
        map.End();
        return key;
    }

    private static Hypertable ReadHypertable(MapReader map)
    {
        var hypertable = new Hypertable
        {
            TimeColumn = map.Text("time_column"),
            ChunkInterval = map.Text("chunk_interval"),
            Compression = map.OptionalMap("compression") is { } packed
                ? ReadCompression(packed)
                : null,
        };
        map.End();
        return hypertable;
    }

    private static Compression ReadCompression(MapReader map)
    {
        var compression = new Compression
        {
            SegmentBy = map.RequiredTexts("segment_by"),
            OrderBy = map.RequiredTexts("order_by"),
            After = map.Text("after"),
        };
        map.End();
        return compression;
    }

    private static Retention ReadRetention(MapReader map)
    {
        var retention = new Retention
        {
            After = map.Text("after"),
            Column = map.Text("column"),
            Where = map.OptionalText("where"),
            Rule = map.OptionalText("rule"),
        };
        map.End();
        return retention;
    }

    private static SeedRows ReadRows(MapReader map)
    {
        var rows = new SeedRows(map.RequiredTexts("columns"), map.Rows("values"));
        if (rows.Values.FirstOrDefault(row => row.Count != rows.Columns.Count) is { } uneven)
        {
            throw map.Error(
                $"a row has {uneven.Count} values for {rows.Columns.Count} columns",
                "values"
            );
        }
        map.End();
        return rows;
    }
}
