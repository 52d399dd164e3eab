using Platform.Schema.Model;

namespace Platform.Schema.Rendering;

/// <summary>
/// Makes ClickHouse DDL. On one server a table is itself; in a cluster it is a replicated table NAME_local
/// on every shard, and a distributed table NAME over them, sharded by symbol or what stands for it.
/// </summary>
public sealed class ClickHouseRenderer(ClickHouseForm form)
{
    /// <summary>Settings a table has unless its definition says otherwise.</summary>
    public static IReadOnlyDictionary<string, string> DefaultSettings { get; } =
        new OrderedDictionary<string, string>
        {
            ["index_granularity"] = "8192",
            // A retried insert with the same token is dropped: as many tokens are remembered.
            ["non_replicated_deduplication_window"] = "1000",
            // An insert is answered when it is on the disk, not when it is in the system's cache.
            ["fsync_after_insert"] = "1",
            ["fsync_part_directory"] = "1",
        };

    /// <summary>Everything of a state, tables before the views that read them.</summary>
    public IReadOnlyList<Statement> Render(SchemaState state) =>
        [
            .. state.Of<ClickHouseTable>().SelectMany(Table),
            .. state.Of<ClickHouseView>().Select(View),
        ];

    public IReadOnlyList<Statement> Table(ClickHouseTable table) =>
        form.Cluster is null
            ? [new Statement($"table {table.Name}", Create(table, Name(table.Name), table.Engine))]
            : [Local(table), Distributed(table)];

    public Statement View(ClickHouseView view)
    {
        var to = view.To is null ? "" : $" TO {Name(view.To)}";
        var kind = view.To is null ? "VIEW" : "MATERIALIZED VIEW";
        return new Statement(
            $"{(view.To is null ? "view" : "materialized view")} {view.Name}",
            $"CREATE {kind} IF NOT EXISTS {Name(view.Name)}{OnCluster}{to}\nAS {view.Query.TrimEnd()}\nCOMMENT {ClickHouseSql.Literal(view.Comment)}"
        );
    }

    /// <summary>A column as CREATE TABLE and ALTER TABLE ADD COLUMN write it.</summary>
    public static string Column(ClickHouseColumn column) =>
        string.Join(
            ' ',
            new[]
            {
                ClickHouseSql.Identifier(column.Name),
                column.Type,
                column.Default is null ? null : $"DEFAULT {column.Default}",
                column.Materialized is null ? null : $"MATERIALIZED {column.Materialized}",
                column.Alias is null ? null : $"ALIAS {column.Alias}",
                column.Comment is null ? null : $"COMMENT {ClickHouseSql.Literal(column.Comment)}",
                column.Codec is null ? null : $"CODEC({column.Codec})",
                column.Ttl is null ? null : $"TTL {column.Ttl}",
            }.OfType<string>()
        );

    /// <summary>An index as CREATE TABLE and, after ADD, ALTER TABLE write it.</summary>
    public static string Index(ClickHouseIndex index) =>
        $"INDEX {index.Name} {index.Expression} TYPE {index.Type} GRANULARITY {index.Granularity}";

    /// <summary>What the table's settings are, defaults included.</summary>
    public static IReadOnlyDictionary<string, string> Settings(ClickHouseTable table)
    {
        var settings = new OrderedDictionary<string, string>(DefaultSettings);
        foreach (var (name, value) in table.Settings)
        {
            settings[name] = value;
        }
        return settings;
    }

    private string OnCluster =>
        form.Cluster is null ? "" : $" ON CLUSTER {ClickHouseSql.Identifier(form.Cluster)}";

    private string Name(string table) =>
        form.Database is null
            ? ClickHouseSql.Identifier(table)
            : $"{ClickHouseSql.Identifier(form.Database)}.{ClickHouseSql.Identifier(table)}";

    private string Create(ClickHouseTable defined, string name, string engine)
    {
        var table = ClickHouseTiers.InForce(defined, form.StoragePolicy);
        var parts = table.Columns.Select(Column).Concat(table.Indexes.Select(Index));
        var settings = Settings(table).Select(pair => Setting(pair.Key, pair.Value));
        var clauses = new[]
        {
            $"CREATE TABLE IF NOT EXISTS {name}{OnCluster}",
            $"(\n    {string.Join(",\n    ", parts)}\n)",
            $"ENGINE = {engine}",
            table.PartitionBy is null ? null : $"PARTITION BY {table.PartitionBy}",
            $"ORDER BY ({string.Join(", ", table.OrderBy)})",
            table.PrimaryKey.Count == 0
                ? null
                : $"PRIMARY KEY ({string.Join(", ", table.PrimaryKey)})",
            table.Ttl is null ? null : $"TTL {table.Ttl}",
            $"SETTINGS\n    {string.Join(",\n    ", settings)}",
            $"COMMENT {ClickHouseSql.Literal(table.Comment)}",
        };
        return string.Join('\n', clauses.OfType<string>());
    }

    private string Setting(string name, string value) =>
        form.Cluster is not null && name == "non_replicated_deduplication_window"
            ? $"replicated_deduplication_window = {value}"
            : $"{name} = {(name == ClickHouseTiers.PolicySetting ? ClickHouseSql.Literal(value) : value)}";

    private Statement Local(ClickHouseTable table) =>
        new(
            $"table {table.Name}_local",
            Create(table, Name(table.Name + "_local"), Replicated(table.Engine))
        );

    private Statement Distributed(ClickHouseTable table)
    {
        var database = form.Database ?? "currentDatabase()";
        var arguments =
            $"{form.Cluster}, {database}, {table.Name}_local, cityHash64({table.ShardBy})";
        return new Statement(
            $"table {table.Name}",
            $"CREATE TABLE IF NOT EXISTS {Name(table.Name)}{OnCluster}\nAS {Name(table.Name + "_local")}\nENGINE = Distributed({arguments})\nCOMMENT {ClickHouseSql.Literal(table.Comment)}"
        );
    }

    /// <summary>ReplacingMergeTree(x) becomes ReplicatedReplacingMergeTree(path, replica, x).</summary>
    private static string Replicated(string engine)
    {
        var bracket = engine.IndexOf('(', StringComparison.Ordinal);
        var family = bracket < 0 ? engine : engine[..bracket];
        var arguments = bracket < 0 ? "" : engine[(bracket + 1)..^1];
        const string Place = "'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'";
        return $"Replicated{family}({Place}{(arguments.Length == 0 ? "" : ", " + arguments)})";
    }
}
