using System.Collections.Frozen;

namespace Platform.Timeseries.Queries;

/// <summary>
/// Which of the store's functions a query may call: those that compute from their arguments. They are told by the
/// store's own catalogue of functions, by category; a category that is not named here is refused as a whole.
/// </summary>
internal sealed class FunctionList
{
    private static readonly FrozenSet<string> Categories = FrozenSet.Create(
        StringComparer.Ordinal,
        "Aggregate Functions",
        "Arithmetic",
        "Arrays",
        "Bit",
        "Bitmap",
        "Comparison",
        "Conditional",
        "Dates and Times",
        "Distance",
        "Encoding",
        "Financial",
        "Hash",
        "IP Address",
        "JSON",
        "Logical",
        "Map",
        "Mathematical",
        "Null",
        "Random Number",
        "Rounding",
        "String",
        "String Replacement",
        "String Search",
        "String Splitting",
        "Time Window",
        "Tuple",
        "Type Conversion",
        "URL",
        "UUID",
        "Window Functions"
    );

    // Of categories that hold others too, and the forms that operators and literals are parsed to.
    private static readonly string[] Named =
    [
        "_CAST",
        "bar",
        "byteSize",
        "countDigits",
        "currentDatabase",
        "currentUser",
        "exists",
        "formatReadableDecimalSize",
        "formatReadableQuantity",
        "formatReadableSize",
        "formatReadableTimeDelta",
        "identity",
        "ignore",
        "indexHint",
        "isConstant",
        "lambda",
        "materialize",
        "caseWithExpression",
        "neighbor",
        "rowNumberInAllBlocks",
        "rowNumberInBlock",
        "runningDifference",
        "seriesDecomposeSTL",
        "seriesOutliersDetectTukey",
        "throwIf",
        "toColumnTypeName",
        "toTypeName",
        "transform",
        "untuple",
        "grouping",
        "user",
        "version",
    ];

    // In categories of the list, but not to be had: they read schema files of formats or give the host away.
    private static readonly string[] Except = ["formatRow", "formatRowNoNewline", "serverTimezone"];

    private static readonly FrozenSet<string> TableFunctions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "generateSeries",
        "generate_series",
        "numbers",
        "numbers_mt",
        "SQLStandardValues",
        "values",
        "zeros",
        "zeros_mt"
    );

    private readonly FrozenSet<string> _refused;

    /// <param name="functions">The store's functions: name, category, what it is another name of.</param>
    /// <param name="tableFunctions">Names of its table functions.</param>
    public FunctionList(
        IEnumerable<(string Name, string Category, string AliasTo)> functions,
        IEnumerable<string> tableFunctions
    )
    {
        var known = functions.ToList();
        var categories = known.ToDictionary(
            function => function.Name,
            function => function.Category,
            StringComparer.Ordinal
        );
        var named = Named.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        var except = Except.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        bool MayCall(string name, string aliasTo) =>
            named.Contains(name)
            || named.Contains(aliasTo)
            || (
                Categories.Contains(
                    categories.GetValueOrDefault(aliasTo.Length > 0 ? aliasTo : name, "")
                )
                && !except.Contains(name)
                && !except.Contains(aliasTo)
            );
        _refused = known
            .Where(function => !MayCall(function.Name, function.AliasTo))
            .Select(function => function.Name)
            .Concat(
                tableFunctions.Where(name =>
                    !TableFunctions.Contains(name) && !categories.ContainsKey(name)
                )
            )
            .Append("viewExplain")
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    public static string TableNames { get; } =
        string.Join(", ", TableFunctions.Order(StringComparer.Ordinal));

    public static bool MayBeTable(string name) => TableFunctions.Contains(name);

    /// <summary>
    /// A function the store has and a query may not call. One the store doesn't have is left to it to name; so are
    /// aggregate functions with combinators (sumIf), which its list leaves out.
    /// </summary>
    public bool IsRefused(string name) => _refused.Contains(name);

    public static string Why(string name) =>
        $"{name}() is not among the functions that compute from their arguments alone, which are all a query may call.";
}
