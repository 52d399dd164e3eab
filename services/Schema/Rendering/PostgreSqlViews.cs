using System.Text.RegularExpressions;
using Platform.Schema.Model;

namespace Platform.Schema.Rendering;

/// <summary>Views, materialized views and continuous aggregates; the last two are one on a plain server.</summary>
internal static partial class PostgreSqlViews
{
    public static IReadOnlyList<Statement> Create(
        string schema,
        PostgreSqlView view,
        PostgreSqlForm form
    )
    {
        var name = PostgreSqlTables.Name(schema, view.Name);
        var query = Query(schema, view.Query, form).TrimEnd();
        var continuous =
            view.Kind == DefinitionKind.ContinuousAggregate && form == PostgreSqlForm.Timescale;
        var (what, head, tail) = view.Kind switch
        {
            DefinitionKind.View => ("VIEW", $"CREATE OR REPLACE VIEW {name} AS", ""),
            _ when continuous => (
                "MATERIALIZED VIEW",
                $"CREATE MATERIALIZED VIEW IF NOT EXISTS {name} WITH (timescaledb.continuous) AS",
                "\nWITH NO DATA"
            ),
            _ => ("MATERIALIZED VIEW", $"CREATE MATERIALIZED VIEW IF NOT EXISTS {name} AS", ""),
        };
        var comment = continuous ? "VIEW" : what;
        return
        [
            new Statement($"{what.ToLowerInvariant()} {view.Name}", $"{head}\n{query}{tail}"),
            // The server indexes a continuous aggregate by its groups itself, and not uniquely.
            .. continuous
                ? TimescaleDb.RefreshPolicy(schema, view)
                : view.Indexes.Select(index => PostgreSqlTables.Index(schema, view.Name, index)),
            new Statement(
                $"comment of {view.Name}",
                $"COMMENT ON {comment} {name} IS {PostgreSqlSql.Literal(view.Comment)}"
            ),
        ];
    }

    private static string Query(string schema, string query, PostgreSqlForm form)
    {
        var plain = form == PostgreSqlForm.Plain;
        var bucketed = Bucket()
            .Replace(
                query,
                plain
                    ? "date_bin('${width}', ${column}, timestamptz '2000-01-03 00:00:00+00')"
                    : "time_bucket(INTERVAL '${width}', ${column})"
            );
        var picked = Pick()
            .Replace(
                bucketed,
                match =>
                    plain
                        ? $"(array_agg({match.Groups["value"].Value} ORDER BY {match.Groups["order"].Value}{(match.Groups["which"].Value == "last" ? " DESC" : "")}))[1]"
                        : $"{match.Groups["which"].Value}({match.Groups["value"].Value}, {match.Groups["order"].Value})"
            );
        return Table()
            .Replace(picked, match => PostgreSqlTables.Name(schema, match.Groups["name"].Value));
    }

    [GeneratedRegex(@"\{bucket\((?<width>[^,]+), (?<column>\w+)\)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Bucket();

    [GeneratedRegex(
        @"\{(?<which>first|last)\((?<value>\w+), (?<order>\w+)\)\}",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Pick();

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Table();
}
