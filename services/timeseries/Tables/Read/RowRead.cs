using Platform.ClickHouse;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tables.Model;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tables.Read;

/// <summary>One read: its request checked against the definitions and made into SQL.</summary>
internal sealed class RowRead
{
    private readonly string _query;

    public RowRead(ReadRowsRequest request, TableSet tables, TableOptions limits)
    {
        var table = tables[request.Table];
        CheckForm(request, table, limits);
        _query = QueryOf(request);
        var sql = new ReadSql();
        var order = new ReadOrder(table, request.Order);
        var columns = ColumnsOf(request, table);
        var asOf = request.AsOf is null
            ? null
            : new AsOfSql(request.AsOf, table, tables[request.AsOf.Table]);
        Names = asOf is null ? columns : [.. columns, .. asOf.Names];

        sql.AddTimeRange(table, request.StartTimeUs, request.EndTimeUs);
        foreach (var filter in request.Filters)
        {
            sql.AddFilter(table, filter, limits);
        }
        var isPaged = request.PageSize > 0;
        var limit = "";
        List<string> keys = [];
        if (isPaged)
        {
            order.RequirePages();
            var after = PageToken.Decode<PagePlace>(request.PageToken, _query);
            if (after is not null)
            {
                order.AddAfter(sql, after.Keys);
            }
            keys = [.. order.Keys.Select(field => field.Name)];
            // The keys follow what is given, and are not sent.
            Cursor = new PageCursor(Names.Count, keys.Count, after);
            limit =
                $" LIMIT {sql.Bind("UInt64", (ulong)request.PageSize + 1)} OFFSET {sql.Bind("UInt64", (ulong)(after?.Sent ?? 0))}";
        }
        var from = $"FROM {Identifier.Quote(table.Name)}{(request.Deduplicated ? " FINAL" : "")}";
        var clause = order.Clause(total: isPaged);
        Sql = asOf is null
            ? $"SELECT {Selected(columns, keys)} {from}{sql.Where}{clause}{limit}"
            : Joined(
                asOf,
                columns,
                order,
                keys,
                $"{from}{sql.Where}{clause}{limit}",
                sql,
                request,
                limits
            );
        Parameters = sql.Parameters;
    }

    public string Sql { get; }

    public QueryParameters Parameters { get; }

    /// <summary>Of the columns that are sent; those after them are not.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Null when all is read at once.</summary>
    public PageCursor? Cursor { get; }

    public string TokenAt(PagePlace place) => PageToken.Encode(_query, place);

    private static string Selected(IEnumerable<string> columns, IEnumerable<string> keys) =>
        ReadSql.List(columns.Select(Identifier.Quote).Concat(keys.Select(Identifier.Quote)));

    // Ordered and cut before the join, so that only the page is joined; ordered again after it.
    private static string Joined(
        AsOfSql asOf,
        IReadOnlyList<string> columns,
        ReadOrder order,
        List<string> keys,
        string rows,
        ReadSql sql,
        ReadRowsRequest request,
        TableOptions limits
    )
    {
        var inner = columns.Concat(order.Keys.Select(field => field.Name)).Distinct().ToList();
        var left =
            $"SELECT {ReadSql.List(inner.Select(Identifier.Quote).Concat(asOf.Extra()))} {rows}";
        var joined = asOf.Wrap(left, inner, sql, request, limits);
        // Outside, what was asked: the columns, those of the other table, the keys of the page.
        var given = columns.Concat(asOf.Names).Concat(keys).Select(Identifier.Quote);
        var again = request.PageSize > 0 ? AsOfSql.PageOrder : order.Clause(total: false);
        return $"SELECT {ReadSql.List(given)} FROM ({joined}){again}";
    }

    private static List<string> ColumnsOf(ReadRowsRequest request, Table table)
    {
        if (request.Columns.Count == 0)
        {
            return [.. table.Fields.Select(field => field.Name)];
        }
        return [.. request.Columns.Distinct().Select(name => TableColumns.Find(table, name).Name)];
    }

    private static void CheckForm(ReadRowsRequest request, Table table, TableOptions limits)
    {
        if (request.PageSize > limits.PageRowsMax)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "page_size",
                    $"{request.PageSize} is above {limits.PageRowsMax} (option Tables:PageRowsMax)."
                )
            );
        }
        if (request.PageSize == 0 && request.PageToken.Length > 0)
        {
            PlatformErrors.ThrowInvalid(("page_size", "A page token is used with a page size."));
        }
        var filters = request.Filters.Count + (request.AsOf?.Filters.Count ?? 0);
        if (filters > limits.FiltersMax)
        {
            PlatformErrors.ThrowInvalid(
                ("filters", $"{filters} filters; at most {limits.FiltersMax} are taken.")
            );
        }
        if (request.Deduplicated && !table.Replaces)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "deduplicated",
                    $"Rows of {table.Name} do not replace each other: every row is a state of its own."
                )
            );
        }
    }

    private static string QueryOf(ReadRowsRequest request)
    {
        var query = request.Clone();
        query.PageToken = "";
        query.PageSize = 0;
        return query.ToString();
    }
}
