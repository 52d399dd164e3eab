using System.Text.RegularExpressions;
using Platform.Schema.Model;
using Platform.TestKit;

namespace Platform.Schema.Tests.Documents;

/// <summary>
/// The columns of the documents come first, in their order, with their names and types; where a type differs,
/// it is one of the mends listed here.
/// </summary>
public sealed partial class ColumnTests
{
    /// <summary>Mends of PostgreSQL's types, as TABLE.COLUMN of any pack, beyond those that hold everywhere.</summary>
    private static readonly Dictionary<string, string> Mended = new()
    {
        ["orders.quantity"] = "numeric(20,8)",
        ["fills.quantity"] = "numeric(20,8)",
        ["feature_engineered_data.id"] = "bigserial",
    };

    [RealDataFact(Documents.File)]
    public void Columns_of_ClickHouse_are_those_of_the_documents()
    {
        var catalogue = Documents.Read();
        var state = Catalogue.Shipped.At(StoreKind.ClickHouse, "neliti");
        var documents = catalogue.Definitions("neliti", "clickhouse").ToList();

        state
            .Definitions.Select(definition => definition.Name)
            .ShouldBe(documents.Select(document => document.Name), ignoreOrder: true);
        foreach (var (name, document) in documents)
        {
            var variant = document.Chosen();
            var table = (ClickHouseTable)state.Find(name)!;
            table.Template.ShouldBe(variant.Text("template"), name);
            table.SourceTable.ShouldBe(
                table.Template is null ? null : document.Text("source_table"),
                name
            );
            var columns = variant.Columns().Select(c => (c.Name, ClickHouseType(name, c)));
            Beginning(table.Columns.Select(c => (c.Name, c.Type)), columns).ShouldBe(columns, name);
            table.PartitionBy.ShouldBe(variant.Text("partition_by") ?? table.PartitionBy, name);
        }
    }

    [RealDataFact(Documents.File)]
    public void Columns_of_templates_are_those_of_the_documents()
    {
        var templates = Documents
            .Read()
            .Map("systems")
            .Map("neliti")
            .Map("stores")
            .Map("clickhouse")
            .Map("templates");
        var state = Catalogue.Shipped.At(StoreKind.ClickHouse, "neliti");
        foreach (var template in new[] { "ml_processing_base", "dl_processing_base" })
        {
            var columns = templates
                .Map(template)
                .Columns()
                .Select(c => (c.Name, ClickHouseType("", c)))
                .ToList();
            var tables = state.Of<ClickHouseTable>().Where(t => t.Template == template).ToList();
            tables.Count.ShouldBe(30);
            foreach (var table in tables)
            {
                table.Columns.Select(c => (c.Name, c.Type)).ShouldBe(columns, table.Name);
            }
        }
    }

    [RealDataFact(Documents.File)]
    public void Columns_of_PostgreSQL_are_those_of_the_documents()
    {
        var catalogue = Documents.Read();
        (string Pack, string Store)[] stores =
        [
            ("neliti", "postgresql"),
            ("mltrading", "postgresql"),
            ("quant", "timescaledb"),
            ("quant", "postgresql"),
            ("crypto", "timescaledb"),
            ("crypto", "postgresql"),
        ];
        foreach (var (pack, store) in stores)
        {
            var state = Catalogue.Shipped.At(StoreKind.PostgreSql, pack);
            foreach (var (name, document) in catalogue.Definitions(pack, store))
            {
                var definition = state.Find(name).ShouldNotBeNull($"{pack} {name}");
                if (
                    definition is PostgreSqlTable table
                    && document.Find("columns")?.ToString() != "unknown"
                )
                {
                    var columns = document
                        .Chosen()
                        .Columns()
                        .Select(c => (c.Name, PostgreSqlType(pack, name, c)))
                        .ToList();
                    columns.ShouldNotBeEmpty(name);
                    Beginning(table.Columns.Select(c => (c.Name, c.Type)), columns)
                        .ShouldBe(columns, $"{pack} {name}");
                }
            }
        }
    }

    private static IEnumerable<(string, string)> Beginning(
        IEnumerable<(string, string)> columns,
        IEnumerable<(string, string)> documents
    ) => columns.Take(documents.Count());

    private static string ClickHouseType(string table, (string Name, string Type) column) =>
        (table, column.Name) == ("ticks", "timestamp")
            // Milliseconds would lose what writers send.
            ? "DateTime64(6, 'UTC')"
            : column.Type.Replace("Boolean", "Bool", StringComparison.Ordinal);

    private static string PostgreSqlType(
        string pack,
        string table,
        (string Name, string Type) column
    )
    {
        if (pack == "mltrading" && Mended.TryGetValue($"{table}.{column.Name}", out var mended))
        {
            return mended;
        }
        var type = column.Type.ToLowerInvariant().Replace(", ", ",", StringComparison.Ordinal);
        return (pack, column.Name, type) switch
        {
            (_, _, "timestamp" or "timestamp with time zone") => "timestamptz",
            ("mltrading", _, "decimal(10,4)") => "numeric(20,8)",
            ("mltrading", "symbol", "varchar(10)") => "varchar(32)",
            ("crypto", "side", "varchar(4)") => "varchar(5)",
            _ => Decimal().Replace(type, "numeric"),
        };
    }

    [GeneratedRegex("^decimal")]
    private static partial Regex Decimal();
}
