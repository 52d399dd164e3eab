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
    private const string RowNumber = "_row";

    private readonly AsOfJoin _join;
    private readonly Table _left;
    private readonly AsOfSide _right;
    private readonly TableField[] _columns;
    private readonly AsOfKey[] _keys;

    public AsOfSql(AsOfJoin join, Table left, Table right)
    {
        _join = join;
        _left = left;
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
        _keys = [.. join.Keys.Distinct().Select(key => new AsOfKey(key, left, right))];
        _columns =
        [
            .. join
                .Columns.Distinct()
                .Select(name => TableColumns.Find(right, name, "as_of.columns")),
        ];
        _right = new AsOfSide(join, right, _keys, _columns);
        Names = [.. _columns.Select(one => $"{right.Name}.{one.Name}")];
    }

    /// <summary>Names of the columns added: "table.column".</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What orders the joined rows as the left ones of a page were.</summary>
    public static string PageOrder => $" ORDER BY {RowNumber}";

    /// <param name="left">The rows to join, a subquery without parentheses, with all columns asked and <see cref="Extra"/>.</param>
    /// <param name="columns">Columns of the left rows to give, in order.</param>
    /// <param name="sql">Takes the values.</param>
    /// <param name="request">The read it belongs to.</param>
    /// <param name="limits">Of filters.</param>
    /// <remarks>
    /// A page's rows are numbered as they come, sorted and cut: among rows of equal keys, the join gives no order.
    /// </remarks>
    public string Wrap(
        string left,
        IEnumerable<string> columns,
        ReadSql sql,
        ReadRowsRequest request,
        TableOptions limits
    )
    {
        var tolerance = _join.ToleranceUs == 0 ? null : sql.Bind("Int64", _join.ToleranceUs);
        var given = columns
            .Select(name => $"l.{Identifier.Quote(name)} AS {Identifier.Quote(name)}")
            .Concat(_columns.Select((field, number) => Added(field, number, tolerance)));
        var rows = left;
        if (request.PageSize > 0)
        {
            given = given.Append($"l.{RowNumber} AS {RowNumber}");
            rows = $"SELECT *, rowNumberInAllBlocks() AS {RowNumber} FROM ({left})";
        }
        var on = _keys
            .Select((_, number) => $"l._l{number} = r._k{number}")
            .Append($"l.{LeftTime} {(_join.StrictlyBefore ? ">" : ">=")} r.{RightTime}");
        return $"SELECT {ReadSql.List(given)} FROM ({rows}) AS l ASOF LEFT JOIN "
            + $"({_right.Rows(RightTime, sql, request, limits)}) AS r ON {string.Join(" AND ", on)}";
    }

    /// <summary>What the left rows need beside the columns asked.</summary>
    public IEnumerable<string> Extra() =>
        _keys
            .Select((key, number) => $"{key.LeftSql} AS _l{number}")
            .Append($"toDateTime64({Identifier.Quote(_left.TimeColumn)}, 6, 'UTC') AS {LeftTime}");

    // Lists can't be null: without a match they are empty.
    private string Added(TableField field, int number, string? tolerance)
    {
        var value = $"r._r{number}";
        var alias = Identifier.Quote(Names[number]);
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
