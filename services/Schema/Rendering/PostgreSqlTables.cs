using Platform.Schema.Model;

namespace Platform.Schema.Rendering;

/// <summary>The statements of one table of PostgreSQL.</summary>
public static class PostgreSqlTables
{
    public static Statement Create(string schema, PostgreSqlTable table, PostgreSqlForm form)
    {
        var constraints = new List<string>();
        if (table.PrimaryKey.Count > 0)
        {
            constraints.Add(
                $"CONSTRAINT {table.Name}_pkey PRIMARY KEY ({PostgreSqlSql.Identifiers(table.PrimaryKey)})"
            );
        }
        constraints.AddRange(table.Uniques.Select(Unique));
        constraints.AddRange(table.Checks.Select(Check));
        constraints.AddRange(
            table.ForeignKeys.Where(key => !key.Checked).Select(key => ForeignKey(schema, key))
        );
        var parts = table.Columns.Select(Column).Concat(constraints);
        var partitions =
            form == PostgreSqlForm.Plain && table.Hypertable is { } cut
                ? $"\nPARTITION BY RANGE ({PostgreSqlSql.Identifier(cut.TimeColumn)})"
                : "";
        return new Statement(
            $"table {table.Name}",
            $"CREATE TABLE IF NOT EXISTS {Name(schema, table.Name)}\n(\n    {string.Join(",\n    ", parts)}\n){partitions}"
        );
    }

    /// <summary>A column as CREATE TABLE and ALTER TABLE ADD COLUMN write it.</summary>
    public static string Column(PostgreSqlColumn column) =>
        string.Join(
            ' ',
            new[]
            {
                PostgreSqlSql.Identifier(column.Name),
                column.Type,
                column.Default is null ? null : $"DEFAULT {column.Default}",
                column.Generated is null
                    ? null
                    : $"GENERATED ALWAYS AS ({column.Generated}) STORED",
                column.Nullable ? null : "NOT NULL",
            }.OfType<string>()
        );

    /// <summary>A constraint as CREATE TABLE and, after ADD, ALTER TABLE write it.</summary>
    public static string Unique(PostgreSqlUnique unique) =>
        $"CONSTRAINT {unique.Name} UNIQUE ({PostgreSqlSql.Identifiers(unique.Columns)})";

    public static string Check(PostgreSqlCheck check) =>
        $"CONSTRAINT {check.Name} CHECK ({check.Expression})";

    public static string ForeignKey(string schema, PostgreSqlForeignKey key) =>
        $"CONSTRAINT {key.Name} FOREIGN KEY ({PostgreSqlSql.Identifiers(key.Columns)}) "
        + $"REFERENCES {Name(schema, key.Table)} ({PostgreSqlSql.Identifiers(key.TableColumns)})"
        + (key.OnDelete is null ? "" : $" ON DELETE {key.OnDelete.ToUpperInvariant()}");

    public static Statement Index(string schema, string table, PostgreSqlIndex index) =>
        new(
            $"index {index.Name}",
            $"CREATE {(index.Unique ? "UNIQUE " : "")}INDEX IF NOT EXISTS {index.Name} ON {Name(schema, table)}"
                + (index.Method == "btree" ? "" : $" USING {index.Method}")
                + $" ({PostgreSqlSql.Expressions(index.Columns)})"
                + (
                    index.Include.Count == 0
                        ? ""
                        : $" INCLUDE ({PostgreSqlSql.Identifiers(index.Include)})"
                )
                + (index.Where is null ? "" : $" WHERE {index.Where}")
        );

    /// <summary>The comments of a table and its columns, as one text of several commands.</summary>
    public static Statement Comments(string schema, PostgreSqlTable table)
    {
        var name = Name(schema, table.Name);
        var columns = table
            .Columns.Where(column => column.Comment is not null)
            .Select(column =>
                $"COMMENT ON COLUMN {name}.{PostgreSqlSql.Identifier(column.Name)} IS {PostgreSqlSql.Literal(column.Comment!)}"
            );
        return new Statement(
            $"comments of {table.Name}",
            string.Join(
                ";\n",
                columns.Prepend(
                    $"COMMENT ON TABLE {name} IS {PostgreSqlSql.Literal(table.Comment)}"
                )
            )
        );
    }

    internal static IEnumerable<Statement> References(string schema, PostgreSqlTable table) =>
        table
            .ForeignKeys.Where(key => key.Checked)
            .Select(key => new Statement(
                $"reference {key.Name}",
                $"CREATE OR REPLACE TRIGGER {key.Name} BEFORE INSERT OR UPDATE ON {Name(schema, table.Name)}\n"
                    + $"FOR EACH ROW EXECUTE FUNCTION platform.check_reference('{schema}.{key.Table}', '{key.TableColumns[0]}', '{key.Columns[0]}')"
            ));

    /// <summary>What keeps rows from being deleted before a rule allows it.</summary>
    internal static IEnumerable<Statement> Guards(string schema, PostgreSqlTable table)
    {
        if (table.Retention.FirstOrDefault(item => item.Rule is not null) is not { } retention)
        {
            return [];
        }
        var name = Name(schema, table.Name);
        return
        [
            new Statement(
                $"guard of {table.Name} against early deletion",
                $"CREATE OR REPLACE TRIGGER {table.Name}_keep BEFORE DELETE ON {name}\n"
                    + $"FOR EACH ROW EXECUTE FUNCTION platform.keep_until('{retention.Column}', '{retention.After}')"
            ),
            new Statement(
                $"guard of {table.Name} against truncation",
                $"CREATE OR REPLACE TRIGGER {table.Name}_keep_all BEFORE TRUNCATE ON {name}\n"
                    + "FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_truncate()"
            ),
        ];
    }

    internal static IEnumerable<Statement> Rows(string schema, PostgreSqlTable table) =>
        table.Rows is null
            ? []
            :
            [
                new Statement(
                    $"rows of {table.Name}",
                    $"INSERT INTO {Name(schema, table.Name)} ({PostgreSqlSql.Identifiers(table.Rows.Columns)})\nVALUES\n    "
                        + string.Join(
                            ",\n    ",
                            table.Rows.Values.Select(row =>
                                $"({string.Join(", ", row.Select(PostgreSqlSql.Literal))})"
                            )
                        )
                        + "\nON CONFLICT DO NOTHING"
                ),
            ];

    internal static string Name(string schema, string name) =>
        $"{PostgreSqlSql.Identifier(schema)}.{PostgreSqlSql.Identifier(name)}";
}
