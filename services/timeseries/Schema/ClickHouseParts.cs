using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.Schema.Service.Diff;

namespace Platform.Timeseries.Schema;

/// <summary>What tables and views are compared by. The same code reads definitions and what is live.</summary>
internal static class ClickHouseParts
{
    public const string Engine = "engine";
    public const string PartitionKey = "partition key";
    public const string SortingKey = "sorting key";
    public const string PrimaryKey = "primary key";
    public const string Ttl = "ttl";
    public const string Comment = "comment";
    public const string Query = "query";
    public const string Target = "target";
    public const string ColumnPrefix = "column ";
    public const string IndexPrefix = "index ";
    public const string ConstraintPrefix = "constraint ";
    public const string ProjectionPrefix = "projection ";
    public const string SettingPrefix = "setting ";

    /// <param name="definition">Defined or live.</param>
    /// <param name="format">A query as the engine would write it.</param>
    public static IReadOnlyList<Part> Of(Definition definition, Func<string, string> format) =>
        definition switch
        {
            ClickHouseTable table => OfTable(table),
            ClickHouseView view => OfView(view, format),
            _ => [],
        };

    /// <summary>A definition's settings with the defaults it doesn't name; a live table names all it has.</summary>
    public static ClickHouseTable WithDefaults(ClickHouseTable table) =>
        table with
        {
            Settings = ClickHouseRenderer.Settings(table),
        };

    private static List<Part> OfTable(ClickHouseTable table)
    {
        var order = string.Join(", ", table.OrderBy);
        var primary = table.PrimaryKey.Count == 0 ? order : string.Join(", ", table.PrimaryKey);
        var parts = new List<Part>
        {
            Expression(Engine, table.Engine),
            Key(PartitionKey, table.PartitionBy ?? ""),
            Key(SortingKey, order),
            Key(PrimaryKey, primary),
        };
        parts.AddRange(table.Columns.Select(Column));
        parts.AddRange(table.Indexes.Select(Index));
        parts.AddRange(
            table.Constraints.Select(pair => Expression(ConstraintPrefix + pair.Key, pair.Value))
        );
        parts.AddRange(
            table.Projections.Select(pair => Expression(ProjectionPrefix + pair.Key, pair.Value))
        );
        if (table.Ttl is { } ttl)
        {
            parts.Add(Expression(Ttl, ttl));
        }
        parts.AddRange(
            table.Settings.Select(pair => new Part(
                SettingPrefix + pair.Key,
                pair.Value,
                pair.Value
            ))
        );
        parts.Add(new Part(Comment, table.Comment, table.Comment));
        return parts;
    }

    private static List<Part> OfView(ClickHouseView view, Func<string, string> format) =>
        [
            new(Query, view.Query, SqlNormal.WithoutBlanks(format(view.Query))),
            new(Target, view.To ?? "", view.To ?? ""),
            new(Comment, view.Comment, view.Comment),
        ];

    private static Part Expression(string name, string text) =>
        new(name, text, SqlNormal.Expression(text));

    /// <summary>The engine keeps the brackets of a key of one column, and drops those of several.</summary>
    private static Part Key(string name, string text)
    {
        var normal = SqlNormal.Expression(text);
        var isBracketed =
            normal.Length > 2
            && normal[0] == '('
            && normal[^1] == ')'
            && !normal[1..^1].AsSpan().ContainsAny('(', ')');
        return new(name, text, isBracketed ? normal[1..^1] : normal);
    }

    private static Part Index(ClickHouseIndex index) =>
        Expression(
            IndexPrefix + index.Name,
            $"{index.Expression} TYPE {index.Type} GRANULARITY {index.Granularity}"
        );

    private static Part Column(ClickHouseColumn column)
    {
        var text = ClickHouseRenderer.Column(column);
        var normal = string.Join(
            '\n',
            SqlNormal.WithoutBlanks(column.Type),
            SqlNormal.Expression(column.Default ?? ""),
            SqlNormal.Expression(column.Materialized ?? ""),
            SqlNormal.Expression(column.Alias ?? ""),
            SqlNormal.Expression(column.Ttl ?? ""),
            SqlNormal.Codec(column.Codec ?? ""),
            column.Comment ?? ""
        );
        return new Part(
            ColumnPrefix + column.Name,
            text[(ClickHouseSql.Identifier(column.Name).Length + 1)..],
            normal,
            IsOrdered: true
        );
    }
}
