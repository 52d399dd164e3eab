using Platform.ClickHouse;
using Platform.Schema.Model;

namespace Platform.Timeseries.Schema;

/// <summary>Reads what is live in a database as definitions, in four questions whatever the number of tables.</summary>
internal sealed class LiveTables(ClickHouseClient clickHouse)
{
    private const int RowsMax = 1_000_000;

    public async Task<IReadOnlyList<Definition>> ReadAsync(
        string database,
        CancellationToken cancellation
    )
    {
        var tables = AskAsync(
            """
            SELECT name, engine, engine_full, partition_key, sorting_key, primary_key, comment,
                as_select, create_table_query
            FROM system.tables
            WHERE database = {database:String} AND NOT is_temporary
                -- The engine's own, and what the service keeps for itself beside the definitions.
                AND NOT startsWith(name, '.') AND NOT startsWith(name, 'platform_')
            ORDER BY name
            """,
            database,
            cancellation
        );
        var columns = AskAsync(
            """
            SELECT table, name, type, default_kind, default_expression, comment, compression_codec
            FROM system.columns
            WHERE database = {database:String}
            ORDER BY table, position
            """,
            database,
            cancellation
        );
        var indexes = AskAsync(
            """
            SELECT table, name, type_full, expr, toInt64(granularity) AS granularity
            FROM system.data_skipping_indices
            WHERE database = {database:String} AND creation = 'Explicit'
            """,
            database,
            cancellation
        );
        var projections = AskAsync(
            "SELECT table, name, query FROM system.projections WHERE database = {database:String}",
            database,
            cancellation
        );
        var columnsOf = (await columns).ToLookup(row => row.Get<string>("table"), Column);
        var projectionsOf = (await projections).ToLookup(row => row.Get<string>("table"));
        var indexesOf = (await indexes).ToLookup(row => row.Get<string>("table"), Index);
        return
        [
            .. (await tables).Select(row =>
            {
                var name = row.Get<string>("name");
                return row.Get<string>("engine") is "View" or "MaterializedView"
                    ? (Definition)View(row, name)
                    : Table(row, name, [.. columnsOf[name]], [.. indexesOf[name]]) with
                    {
                        Projections = projectionsOf[name]
                            .ToDictionary(
                                one => one.Get<string>("name"),
                                one => one.Get<string>("query"),
                                StringComparer.Ordinal
                            ),
                    };
            }),
        ];
    }

    private Task<IReadOnlyList<Row>> AskAsync(
        string sql,
        string database,
        CancellationToken cancellation
    ) =>
        clickHouse.QueryRowsAsync(
            sql,
            new QueryParameters { { "database", database } },
            maxRows: RowsMax,
            ct: cancellation
        );

    private static ClickHouseTable Table(
        Row row,
        string name,
        IReadOnlyList<ClickHouseColumn> columns,
        IReadOnlyList<ClickHouseIndex> indexes
    )
    {
        var clauses = EngineClauses.Parse(row.Get<string>("engine_full"));
        var created = CreateClauses.Parse(row.Get<string>("create_table_query"));
        var partition = row.Get<string>("partition_key");
        return new ClickHouseTable
        {
            Name = name,
            Group = "",
            Comment = row.Get<string>("comment"),
            Source = "",
            Columns =
            [
                .. columns.Select(column =>
                    created.Ttls.TryGetValue(column.Name, out var ttl)
                        ? column with
                        {
                            Ttl = ttl,
                        }
                        : column
                ),
            ],
            Constraints = created.Constraints,
            Engine = clauses.Engine,
            PartitionBy = partition.Length == 0 ? null : partition,
            OrderBy = [row.Get<string>("sorting_key")],
            PrimaryKey = [row.Get<string>("primary_key")],
            Ttl = clauses.Ttl,
            Settings = clauses.Settings,
            Indexes = indexes,
            ShardBy = "",
        };
    }

    private static ClickHouseView View(Row row, string name) =>
        new()
        {
            Name = name,
            Group = "",
            Comment = row.Get<string>("comment"),
            Source = "",
            Query = row.Get<string>("as_select"),
            To =
                row.Get<string>("engine") == "View"
                    ? null
                    : ViewTarget.Of(row.Get<string>("create_table_query")),
        };

    private static ClickHouseColumn Column(Row row)
    {
        var kind = row.Get<string>("default_kind");
        var expression = row.Get<string>("default_expression");
        var codec = row.Get<string>("compression_codec");
        var comment = row.Get<string>("comment");
        return new ClickHouseColumn
        {
            Name = row.Get<string>("name"),
            Type = row.Get<string>("type"),
            Default = kind == "DEFAULT" ? expression : null,
            Materialized = kind == "MATERIALIZED" ? expression : null,
            Alias = kind == "ALIAS" ? expression : null,
            Codec = codec.Length == 0 ? null : codec["CODEC(".Length..^1],
            Comment = comment.Length == 0 ? null : comment,
        };
    }

    private static ClickHouseIndex Index(Row row) =>
        new()
        {
            Name = row.Get<string>("name"),
            Expression = row.Get<string>("expr"),
            Type = row.Get<string>("type_full"),
            Granularity = (int)row.Get<long>("granularity"),
        };
}
