using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Timeseries.Tables.Model;

namespace Platform.Timeseries.Transfers;

/// <summary>
/// Holds a chunk against what the table's definition asks of its rows before any of them is stored. The engine reads
/// the chunk into a table that keeps nothing and has the rules as its constraints.
/// </summary>
internal sealed class ImportRules(
    ClickHouseClient clickHouse,
    TableSet defined,
    IOptions<TransferOptions> options
)
{
    /// <summary>Names of constraints, before the column's.</summary>
    public const string Given = "given";

    public const string Finite = "finite";

    /// <returns>Null when there is nothing to check.</returns>
    public async Task<ImportCheck?> OpenAsync(
        TransferTable target,
        string source,
        CancellationToken cancellation
    )
    {
        if (defined.Find(target.Name) is not { } definition)
        {
            return null;
        }
        var columns = new List<string>();
        var rules = new List<string>();
        foreach (var column in target.Columns)
        {
            var name = Identifier.Quote(column.Name);
            var field = definition.Find(column.Name);
            var isRequired = field is { IsRequired: true, Type.IsNullable: false };
            // Left out it is NULL, which the column itself could not be.
            columns.Add($"{name} {(isRequired ? $"Nullable({column.Type})" : column.Type)}");
            if (isRequired)
            {
                rules.Add(Rule(Given, column.Name, $"{name} IS NOT NULL"));
            }
            if (
                field is { AllowsNonFinite: false }
                && IsFinite(ColumnType.Parse(column.Type), name) is { } finite
            )
            {
                rules.Add(Rule(Finite, column.Name, finite));
            }
        }
        if (rules.Count == 0)
        {
            return null;
        }
        var table = ImportTables.Check(source, target.Name);
        await clickHouse.ExecuteAsync(
            $"DROP TABLE IF EXISTS {Identifier.Quote(table)} SYNC",
            ct: cancellation
        );
        await clickHouse.ExecuteAsync(
            $"CREATE TABLE {Identifier.Quote(table)} ({string.Join(", ", columns.Concat(rules))}) ENGINE = Null",
            ct: cancellation
        );
        return new ImportCheck(clickHouse, table, options.Value.StatementMax);
    }

    private static string Rule(string kind, string column, string condition) =>
        $"CONSTRAINT {Identifier.Quote($"{kind} {column}")} CHECK {condition}";

    private static string? IsFinite(ColumnType type, string value, int depth = 0)
    {
        switch (type.Kind)
        {
            case TypeKind.Float32 or TypeKind.Float64:
                return $"isFinite({value})";
            case TypeKind.Nullable when IsFinite(type.Arguments[0], value, depth) is { } finite:
                return $"ifNull({finite}, 1)";
            case TypeKind.Array
                when IsFinite(type.Arguments[0], $"x{depth}", depth + 1) is { } finite:
                return $"arrayAll(x{depth} -> {finite}, {value})";
            default:
                return null;
        }
    }
}
