using System.Globalization;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Transfers;

/// <summary>
/// The statements of one export. Names come from the store's own list and are quoted; values are bound and
/// read as the column's type by the engine.
/// </summary>
internal sealed class ExportQuery
{
    private readonly TransferTable _table;
    private readonly List<string> _columns;
    private readonly List<string> _conditions = [];
    private readonly List<(string Name, string Value)> _values = [];

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    public ExportQuery(TransferTable table, ExportTableRequest request)
    {
        _table = table;
        _columns =
            request.Columns.Count == 0
                ? [.. table.Columns.Select(column => column.Name)]
                : [.. request.Columns.Select(name => Column("columns", name).Name)];
        foreach (var filter in request.Filters)
        {
            _conditions.Add(Condition(filter));
        }
        if (table.TimeColumn is null && (request.From is not null || request.To is not null))
        {
            PlatformErrors.ThrowInvalid(
                ("from", $"{table.Name} has no column of times: from and to don't apply.")
            );
        }
    }

    public string? TimeColumn => _table.TimeColumn;

    /// <summary>Rows by minute, rising.</summary>
    public string Minutes =>
        $"SELECT toInt64(floor({Micros} / 60000000)), count() FROM {From} WHERE {Where} "
        + "GROUP BY 1 ORDER BY 1";

    public string Count => $"SELECT count() FROM {From} WHERE {Where}";

    public string Rows(string format) =>
        $"SELECT {string.Join(", ", _columns.Select(Identifier.Quote))} FROM {From} WHERE {Where}"
        + (TimeColumn is null ? "" : $" ORDER BY {Identifier.Quote(TimeColumn)}")
        + $" FORMAT {format}";

    public QueryParameters Parameters(long fromUs, long toUs)
    {
        var parameters = new QueryParameters();
        if (TimeColumn is not null)
        {
            parameters.Add("from_us", fromUs);
            parameters.Add("to_us", toUs);
        }
        foreach (var (name, value) in _values)
        {
            parameters.Add(name, value);
        }
        return parameters;
    }

    private string From => Identifier.Quote(_table.Name);

    private string Micros =>
        $"toUnixTimestamp64Micro(toDateTime64({Identifier.Quote(TimeColumn!)}, 6, 'UTC'))";

    private string Where =>
        string.Join(
            " AND ",
            TimeColumn is null
                ? _conditions.DefaultIfEmpty("true")
                : _conditions.Prepend(
                    $"{Identifier.Quote(TimeColumn)} >= fromUnixTimestamp64Micro({{from_us:Int64}}, 'UTC') "
                        + $"AND {Identifier.Quote(TimeColumn)} < fromUnixTimestamp64Micro({{to_us:Int64}}, 'UTC')"
                )
        );

    private TransferColumn Column(string field, string name) =>
        _table.Find(name)
        ?? throw PlatformErrors.CreateInvalid(
            (field, $"{_table.Name} has no column '{name}' that can be read as it is.")
        );

    private string Condition(Filter filter)
    {
        var column = Column("filters", filter.Field);
        var name = Identifier.Quote(column.Name);
        if (filter.Op == FilterOp.In ? filter.Values.Count == 0 : filter.Values.Count != 1)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "filters",
                    $"The filter on {column.Name} has {filter.Values.Count} values; it takes "
                        + (filter.Op == FilterOp.In ? "at least one." : "one.")
                )
            );
        }
        var operands = filter.Values.Select(value => Operand(column, value)).ToList();
        return filter.Op switch
        {
            FilterOp.Equal => $"{name} = {operands[0]}",
            FilterOp.NotEqual => $"{name} != {operands[0]}",
            FilterOp.Less => $"{name} < {operands[0]}",
            FilterOp.LessOrEqual => $"{name} <= {operands[0]}",
            FilterOp.Greater => $"{name} > {operands[0]}",
            FilterOp.GreaterOrEqual => $"{name} >= {operands[0]}",
            FilterOp.In => $"({string.Join(" OR ", operands.Select(one => $"{name} = {one}"))})",
            FilterOp.Contains =>
                $"position(toString({name}), {{{Bind(filter.Values[0])}:String}}) > 0",
            _ => throw PlatformErrors.CreateInvalid(
                ("filters", $"The filter on {column.Name} has no operator that is known.")
            ),
        };
    }

    // The type is the engine's own word for it.
    private string Operand(TransferColumn column, string value) =>
        $"CAST({{{Bind(value)}:String}} AS {column.Type})";

    private string Bind(string value)
    {
        var name = "f" + _values.Count.ToString(CultureInfo.InvariantCulture);
        _values.Add((name, value));
        return name;
    }
}
