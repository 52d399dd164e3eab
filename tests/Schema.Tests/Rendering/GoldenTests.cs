using Platform.Schema.Model;
using Platform.Schema.Rendering;

namespace Platform.Schema.Tests.Rendering;

/// <summary>What is rendered is what was reviewed: one file a group, in every form of every store.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string, StoreKind> Stores
    {
        get
        {
            var stores = new TheoryData<string, StoreKind>();
            foreach (var store in Catalogue.Shipped.Packs.SelectMany(pack => pack.Stores))
            {
                stores.Add(store.Pack, store.Kind);
            }
            return stores;
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void A_store_is_rendered_as_it_was_reviewed(string pack, StoreKind store)
    {
        var state = Catalogue.Shipped.At(store, pack);
        foreach (var form in Forms(state))
        {
            var files = state
                .Definitions.GroupBy(definition => definition.Group)
                .ToDictionary(
                    group => $"{group.Key}.{form.Extension}",
                    group => Text(form.Render(state with { Definitions = [.. group] }), form)
                );
            files.Add(
                "_order.txt",
                string.Concat(form.Render(state).Select(statement => statement.Name + "\n"))
            );
            GoldenFiles.Compare($"{pack}/{form.Folder}", files);
        }
    }

    [Fact]
    public void What_PostgreSQL_needs_beside_the_tables_is_rendered_as_it_was_reviewed() =>
        GoldenFiles.Compare(
            "support",
            new Dictionary<string, string>
            {
                ["postgresql.sql"] = Text(PostgreSqlRenderer.Support, new Form("", "sql", null!)),
            }
        );

    private static string Text(IReadOnlyList<Statement> statements, Form form) =>
        string.Join(
            '\n',
            statements.Select(statement =>
                form.Extension switch
                {
                    "sql" => $"-- {statement.Name}\n{statement.Text};\n",
                    "http" => $"### {statement.Name}\n{statement.Target}\n\n{statement.Text}\n",
                    _ => $"// {statement.Name}\n{statement.Text}\n",
                }
            )
        );

    private static Form[] Forms(SchemaState state) =>
        state.Store switch
        {
            StoreKind.ClickHouse =>
            [
                new("clickhouse", "sql", new ClickHouseRenderer(ClickHouseForm.SingleNode).Render),
                new(
                    "clickhouse-cluster",
                    "sql",
                    new ClickHouseRenderer(
                        new ClickHouseForm { Database = state.Namespace, Cluster = "platform" }
                    ).Render
                ),
            ],
            StoreKind.PostgreSql =>
            [
                new("postgresql", "sql", new PostgreSqlRenderer(PostgreSqlForm.Plain).Render),
                // Without a table of time series both forms are the same.
                .. state.Of<PostgreSqlTable>().Any(table => table.Hypertable is not null)
                    ? new Form[]
                    {
                        new(
                            "postgresql-timescale",
                            "sql",
                            new PostgreSqlRenderer(PostgreSqlForm.Timescale).Render
                        ),
                    }
                    : [],
            ],
            StoreKind.ArangoDb => [new("arangodb", "http", GraphRenderer.Render)],
            StoreKind.Weaviate => [new("weaviate", "http", VectorRenderer.Render)],
            StoreKind.Cache => [new("cache", "jsonc", CacheRenderer.Render)],
            StoreKind.Topics => [new("topics", "jsonc", TopicRenderer.Render)],
            _ => throw new NotSupportedException($"no renderer of {state.Store}"),
        };

    private sealed record Form(
        string Folder,
        string Extension,
        Func<SchemaState, IReadOnlyList<Statement>> Render
    );
}
