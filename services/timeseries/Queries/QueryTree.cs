using System.Collections.Frozen;

namespace Platform.Timeseries.Queries;

/// <summary>
/// Judges a query by the store's own parse of it (EXPLAIN AST): only kinds of node that read, only functions and
/// table functions on the lists, only tables of ours. What is not known is refused, so that a newer store can't
/// bring something that slips through.
/// </summary>
internal static class QueryTree
{
    // The parse shows all that is below these.
    private static readonly FrozenSet<string> Nodes = FrozenSet.Create(
        StringComparer.Ordinal,
        "ArrayJoin",
        "Asterisk",
        "ColumnsExceptTransformer",
        "ColumnsListMatcher",
        "ColumnsRegexpMatcher",
        "ColumnsReplaceTransformer",
        "ColumnsReplaceTransformer::Replacement",
        "ColumnsTransformerList",
        "ExpressionList",
        "InterpolateElement",
        "Literal",
        "OrderByElement",
        "QualifiedAsterisk",
        "QualifiedColumnsListMatcher",
        "QualifiedColumnsRegexpMatcher",
        "SampleRatio",
        "SelectIntersectExceptQuery",
        "SelectQuery",
        "Subquery",
        "TableExpression",
        "TableJoin",
        "TablesInSelectQuery",
        "TablesInSelectQueryElement",
        "WindowDefinition",
        "WindowListElement",
        "WithElement"
    );

    // Foreign whether the store lists them or not, and at whatever moment.
    private static readonly FrozenSet<string> ForeignDatabases = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "system",
        "information_schema",
        "default",
        "backup_snapshot",
        "_temporary_and_external_tables"
    );

    private const string OwnPrefix = "platform_";

    /// <summary>Whether a name in it could be DATABASE.TABLE, for which the store's databases must be known.</summary>
    public static bool NamesTables(IReadOnlyList<string> lines) =>
        lines.Any(line =>
            Split(line) is ("Identifier", var rest)
            && NameOf(rest).Contains('.', StringComparison.Ordinal)
        );

    /// <param name="lines">The store's parse of the query.</param>
    /// <param name="functions">What may be called.</param>
    /// <param name="database">The one whose tables may be read.</param>
    /// <param name="foreign">The other databases of the store.</param>
    public static void Check(
        IReadOnlyList<string> lines,
        FunctionList functions,
        string database,
        IReadOnlyCollection<string> foreign
    )
    {
        // A statement that parses to nothing was no SELECT, whatever its text looked like.
        if (lines.Count == 0 || Split(lines[0]).Kind != "SelectWithUnionQuery")
        {
            Refusal.Throw(
                lines.Count == 0 ? "empty parse" : Split(lines[0]).Kind,
                "The store does not take this for a SELECT."
            );
        }
        var parent = "";
        foreach (var line in lines)
        {
            var (kind, rest) = Split(line);
            switch (kind)
            {
                case "Function":
                    CheckFunction(NameOf(rest), parent == "TableExpression", functions);
                    break;
                case "TableIdentifier":
                    CheckTable(NameOf(rest), database);
                    break;
                case "Identifier":
                    CheckIdentifier(NameOf(rest), database, foreign);
                    break;
                case "SelectWithUnionQuery":
                    CheckSelect(rest);
                    break;
                case "Set":
                    Refusal.Throw(
                        "SETTINGS",
                        "A query has no SETTINGS clause: its limits are the service's, or lower ones in the request."
                    );
                    break;
                case "ColumnsApplyTransformer":
                    Refusal.Throw(
                        "APPLY",
                        "APPLY is not taken: name the columns and the function."
                    );
                    break;
                default:
                    if (!Nodes.Contains(kind))
                    {
                        Refusal.Throw(
                            kind,
                            $"A query may not hold {kind}: it is more than reading tables."
                        );
                    }
                    break;
            }
            parent = kind;
        }
    }

    private static void CheckFunction(string name, bool isTable, FunctionList functions)
    {
        if (isTable && !FunctionList.MayBeTable(name))
        {
            Refusal.Throw(
                $"table function {name}",
                $"The table function {name} is not on the list of those that touch nothing outside: {FunctionList.TableNames}."
            );
        }
        if (!isTable && functions.IsRefused(name))
        {
            Refusal.Throw($"function {name}", FunctionList.Why(name));
        }
    }

    private static void CheckTable(string name, string database)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot >= 0 && !name[..dot].Equals(database, StringComparison.Ordinal))
        {
            Refusal.Throw(
                $"table {name}",
                $"{name} is not a table of {database}; queries read the tables that ListTables names."
            );
        }
    }

    // On the right of IN a table is written as any other name.
    private static void CheckIdentifier(
        string name,
        string database,
        IReadOnlyCollection<string> foreign
    )
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || name[..dot] == database)
        {
            return;
        }
        if (
            ForeignDatabases.Contains(name[..dot])
            || name.StartsWith(OwnPrefix, StringComparison.OrdinalIgnoreCase)
            || foreign.Any(other =>
                name.StartsWith(other + ".", StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            Refusal.Throw(
                $"name {name}",
                $"{name} is of another database ({name[..dot]}); if that is an alias of yours, choose another one."
            );
        }
    }

    // FORMAT, INTO OUTFILE and outer SETTINGS are children beside the list of selects.
    private static void CheckSelect(string rest)
    {
        if (!rest.Contains("(children 1)", StringComparison.Ordinal))
        {
            Refusal.Throw(
                "FORMAT",
                "A query has no FORMAT and no other clause after it: the answer is columns."
            );
        }
    }

    private static (string Kind, string Detail) Split(string line)
    {
        var trimmed = line.TrimStart(' ');
        var blank = trimmed.IndexOf(' ', StringComparison.Ordinal);
        return blank < 0 ? (trimmed, "") : (trimmed[..blank], trimmed[(blank + 1)..]);
    }

    private static string NameOf(string rest)
    {
        var end = rest.LastIndexOf(" (children ", StringComparison.Ordinal);
        var name = end < 0 ? rest : rest[..end];
        var alias = name.IndexOf(" (alias ", StringComparison.Ordinal);
        return alias < 0 ? name : name[..alias];
    }
}
