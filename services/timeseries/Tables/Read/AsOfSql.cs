using Platform.ClickHouse;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tables.Model;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tables.Read;

/// <summary>The as-of join: each row with the other table's last row of the same keys that is not later.</summary>
internal sealed class AsOfSql
{
    private const string LeftTime = "_left_time";
    private const string RightTime = "_right_time";

    private readonly AsOfJoin _join;
    private readonly Table _left;
    private readonly Table _right;
    private readonly TableField[] _columns;

    public AsOfSql(AsOfJoin join, Table left, Table right)
    {
        _join = join;
        _left = left;
        _right = right;
        if (left.TimeColumn.Length == 0 || right.TimeColumn.Length == 0)
        {
            throw Wrong("as_of.table", "Both tables need a column of time.");
        }
        if (join.Keys.Count == 0 || join.Columns.Count == 0)
        {
            throw Wrong(
                "as_of",
                "Name at least one key that both tables have, and one column to add."
            );
        }
        if (join.ToleranceUs < 0)
        {
            throw Wrong("as_of.tolerance_us", $"{join.ToleranceUs} is below 0.");
        }
        foreach (var key in join.Keys)
        {
            TableColumns.Find(left, key, "as_of.keys");
            TableColumns.Find(right, key, "as_of.keys");
        }
        _columns =
        [
            .. join.Columns.Select(name => TableColumns.Find(right, name, "as_of.columns")),
        ];
    }

    /// <summary>Names of the columns added: "table.column".</summary>
    public IEnumerable<string> Names => _columns.Select(one => $"{_right.Name}.{one.Name}");

    /// <param name="left">The rows to join, a subquery without parentheses, with all columns asked and <see cref="Extra"/>.</param>
    /// <param name="columns">Columns of the left rows to give, in order.</param>
    /// <param name="sql">Takes the values.</param>
    /// <param name="endUs">Nothing later than this can match; 0: unbounded.</param>
    public string Wrap(string left, IEnumerable<string> columns, ReadSql sql, long endUs)
    {
        var tolerance = _join.ToleranceUs == 0 ? null : sql.Bind("Int64", _join.ToleranceUs);
        var given = columns
            .Select(name => $"l.{Identifier.Quote(name)} AS {Identifier.Quote(name)}")
            .Concat(_columns.Select((field, number) => Added(field, number, tolerance)));
        var right = _columns
            .Select((field, number) => $"{Identifier.Quote(field.Name)} AS _r{number}")
            .Concat(_join.Keys.Select((key, number) => $"{Identifier.Quote(key)} AS _k{number}"))
            .Append(
                $"toDateTime64({Identifier.Quote(_right.TimeColumn)}, 6, 'UTC') AS {RightTime}"
            );
        var bound =
            endUs == 0
                ? ""
                : $" WHERE {Identifier.Quote(_right.TimeColumn)} < {sql.BindTime(endUs)}";
        var on = _join
            .Keys.Select((key, number) => $"l.{Identifier.Quote(key)} = r._k{number}")
            .Append($"l.{LeftTime} >= r.{RightTime}");
        return $"SELECT {ReadSql.List(given)} FROM ({left}) AS l ASOF LEFT JOIN "
            + $"(SELECT {ReadSql.List(right)} FROM {Identifier.Quote(_right.Name)}{bound}) AS r "
            + $"ON {string.Join(" AND ", on)}";
    }

    /// <summary>What the left rows need beside the columns asked.</summary>
    public IEnumerable<string> Extra(IReadOnlyCollection<string> columns) =>
        _join
            .Keys.Distinct()
            .Where(key => !columns.Contains(key))
            .Select(Identifier.Quote)
            .Append($"toDateTime64({Identifier.Quote(_left.TimeColumn)}, 6, 'UTC') AS {LeftTime}");

    // Lists can't be null: without a match they are empty.
    private string Added(TableField field, int number, string? tolerance)
    {
        var value = $"r._r{number}";
        var alias = Identifier.Quote($"{_right.Name}.{field.Name}");
        if (tolerance is null)
        {
            return $"{value} AS {alias}";
        }
        var isNear =
            $"ifNull(toUnixTimestamp64Micro(l.{LeftTime}) - toUnixTimestamp64Micro(r.{RightTime}) <= {tolerance}, 0)";
        var otherwise = field.IsArray ? "[]" : "NULL";
        return $"if({isNear}, {value}, {otherwise}) AS {alias}";
    }

    private static Grpc.Core.RpcException Wrong(string field, string why) =>
        PlatformErrors.CreateInvalid((field, why));
}
