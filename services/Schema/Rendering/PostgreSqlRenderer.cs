using Platform.Schema.Model;

namespace Platform.Schema.Rendering;

/// <summary>Makes PostgreSQL DDL for one pack, in a schema of its own.</summary>
public sealed class PostgreSqlRenderer(PostgreSqlForm form)
{
    /// <summary>Partitions that are made ahead of time, beside the current one.</summary>
    private const int PartitionsAhead = 4;

    /// <summary>What every pack in a database shares: the jobs and the functions of triggers.</summary>
    public static IReadOnlyList<Statement> Support => PostgreSqlSupport.Statements;

    /// <summary>
    /// Everything of a state, in an order that works: schema, tables by their references, functions,
    /// triggers, views by what they read, jobs. <see cref="Support"/> goes before it.
    /// </summary>
    public IReadOnlyList<Statement> Render(SchemaState state)
    {
        var schema = state.Namespace;
        var tables = DependencyOrder.Sort(
            [.. state.Of<PostgreSqlTable>()],
            table => table.ForeignKeys.Select(key => key.Table)
        );
        var views = DependencyOrder.Sort([.. state.Of<PostgreSqlView>()], view => view.DependsOn);
        return
        [
            new Statement(
                $"schema {schema}",
                $"CREATE SCHEMA IF NOT EXISTS {PostgreSqlSql.Identifier(schema)}"
            ),
            .. tables.SelectMany(table => Table(schema, table)),
            .. state.Of<PostgreSqlFunction>().SelectMany(function => Function(schema, function)),
            .. state.Of<PostgreSqlTrigger>().SelectMany(trigger => Trigger(schema, trigger)),
            .. views.SelectMany(view => View(schema, view)),
            .. tables.SelectMany(table => Jobs(schema, table)),
            .. views.SelectMany(view => Jobs(schema, view)),
        ];
    }

    /// <summary>A table with its indexes, comments, rows, and what cuts and guards it.</summary>
    public IReadOnlyList<Statement> Table(string schema, PostgreSqlTable table) =>
        [
            PostgreSqlTables.Create(schema, table, form),
            .. form == PostgreSqlForm.Plain
                ? PlainPartitions(schema, table)
                : TimescaleDb.Hypertable(schema, table),
            .. table.Indexes.Select(index => PostgreSqlTables.Index(schema, table.Name, index)),
            PostgreSqlTables.Comments(schema, table),
            .. PostgreSqlTables.References(schema, table),
            .. PostgreSqlTables.Guards(schema, table),
            .. PostgreSqlTables.Rows(schema, table),
        ];

    public IReadOnlyList<Statement> View(string schema, PostgreSqlView view) =>
        PostgreSqlViews.Create(schema, view, form);

    public static IReadOnlyList<Statement> Function(string schema, PostgreSqlFunction function)
    {
        var name = $"{schema}.{PostgreSqlSql.Identifier(function.Name)}";
        var text = $"""
            CREATE OR REPLACE FUNCTION {name}({function.Arguments}) RETURNS {function.Returns}
            LANGUAGE {function.Language} {function.Volatility.ToUpperInvariant()}
            SET search_path = {schema}, pg_temp
            AS $body$
            {function.Body.TrimEnd()}
            $body$
            """;
        return
        [
            new Statement($"function {function.Name}", text),
            new Statement(
                $"comment of function {function.Name}",
                $"COMMENT ON FUNCTION {name} IS {PostgreSqlSql.Literal(function.Comment)}"
            ),
        ];
    }

    public static IReadOnlyList<Statement> Trigger(string schema, PostgreSqlTrigger trigger) =>
        [
            .. trigger.Tables.Select(table => new Statement(
                $"trigger {trigger.Name} of {table}",
                $"CREATE OR REPLACE TRIGGER {trigger.Name} {trigger.Timing.ToUpperInvariant()} "
                    + string.Join(" OR ", trigger.Events.Select(e => e.ToUpperInvariant()))
                    + $" ON {schema}.{PostgreSqlSql.Identifier(table)}\n"
                    + $"FOR EACH ROW EXECUTE FUNCTION {schema}.{trigger.Function}()"
            )),
        ];

    private static IEnumerable<Statement> PlainPartitions(string schema, PostgreSqlTable table)
    {
        if (table.Hypertable is null)
        {
            return [];
        }
        var name = $"{schema}.{PostgreSqlSql.Identifier(table.Name)}";
        return
        [
            new Statement(
                $"table {table.Name}_default",
                $"CREATE TABLE IF NOT EXISTS {schema}.{PostgreSqlSql.Identifier(table.Name + "_default")} PARTITION OF {name} DEFAULT"
            ),
            new Statement($"partitions of {table.Name}", MakePartitions(schema, table)),
        ];
    }

    private static string MakePartitions(string schema, PostgreSqlTable table) =>
        $"SELECT platform.make_partitions('{schema}.{table.Name}', '{table.Hypertable!.TimeColumn}', '{table.Hypertable.ChunkInterval}', {PartitionsAhead})";

    private IEnumerable<Statement> Jobs(string schema, PostgreSqlTable table)
    {
        if (table.Hypertable is not null && form == PostgreSqlForm.Plain)
        {
            yield return Job(
                schema,
                $"{table.Name}_partitions",
                "1 day",
                MakePartitions(schema, table)
            );
        }
        var number = 0;
        foreach (var retention in table.Retention)
        {
            number++;
            var name =
                table.Retention.Count == 1
                    ? $"{table.Name}_retention"
                    : $"{table.Name}_retention_{number}";
            if (Retain(schema, table, retention) is { } command)
            {
                yield return Job(schema, name, "1 day", command);
            }
        }
    }

    private static IEnumerable<Statement> Jobs(
        string schema,
        PostgreSqlView view,
        string command
    ) =>
        view.Refresh is null
            ? []
            : [Job(schema, $"{view.Name}_refresh", view.Refresh.Every, command)];

    private IEnumerable<Statement> Jobs(string schema, PostgreSqlView view)
    {
        var policyOfServer =
            form == PostgreSqlForm.Timescale && view.Kind == DefinitionKind.ContinuousAggregate;
        return policyOfServer
            ? []
            : Jobs(
                schema,
                view,
                $"REFRESH MATERIALIZED VIEW {(view.Indexes.Any(index => index.Unique) ? "CONCURRENTLY " : "")}{schema}.{view.Name}"
            );
    }

    /// <summary>The command that deletes; null where a policy of the server does.</summary>
    private string? Retain(string schema, PostgreSqlTable table, Retention retention)
    {
        var wholeChunks = table.Hypertable is not null && retention.Where is null;
        if (wholeChunks)
        {
            return form == PostgreSqlForm.Timescale
                ? null
                : $"SELECT platform.drop_partitions('{schema}.{table.Name}', '{retention.Column}', '{retention.After}')";
        }
        var where = retention.Where is null ? "" : $" AND ({retention.Where})";
        return $"DELETE FROM {schema}.{PostgreSqlSql.Identifier(table.Name)} WHERE {retention.Column} < now() - interval '{retention.After}'{where}";
    }

    private static Statement Job(string pack, string name, string every, string command) =>
        new(
            $"job {name}",
            $"INSERT INTO platform.jobs (pack, name, every, command)\nVALUES ({PostgreSqlSql.Literal(pack)}, {PostgreSqlSql.Literal(name)}, '{every}', {PostgreSqlSql.Literal(command)})\nON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command"
        );
}
