using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tables.Columns;
using Platform.Timeseries.Tables.Model;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tables;

/// <summary>Which tables there are, and what is in them.</summary>
internal sealed class TableList(TableSet tables, ClickHouseClient clickHouse)
{
    private const int PageDefault = 100;
    private const int PageMax = 1_000;

    public async Task<ListTablesResponse> ListAsync(
        ListTablesRequest request,
        CancellationToken cancellation
    )
    {
        if (request.PageSize > PageMax)
        {
            PlatformErrors.ThrowInvalid(("page_size", $"{request.PageSize} is above {PageMax}."));
        }
        var size = request.PageSize == 0 ? PageDefault : (int)request.PageSize;
        var after = PageToken.Decode<string>(request.PageToken, $"tables {request.Group}") ?? "";
        var page = tables
            .All.Where(table => request.Group.Length == 0 || table.Group == request.Group)
            .Where(table => string.CompareOrdinal(table.Name, after) > 0)
            .Take(size + 1)
            .ToList();
        var response = new ListTablesResponse();
        var counts = await CountsAsync(page.Select(table => table.Name), cancellation);
        foreach (var table in page.Take(size))
        {
            response.Tables.Add(Summary(table, counts));
        }
        if (page.Count > size)
        {
            response.NextPageToken = PageToken.Encode(
                $"tables {request.Group}",
                page[size - 1].Name
            );
        }
        return response;
    }

    public async Task<DescribeTableResponse> DescribeAsync(
        DescribeTableRequest request,
        CancellationToken cancellation
    )
    {
        var table = tables[request.Table];
        var response = new DescribeTableResponse
        {
            Summary = Summary(table, await CountsAsync([table.Name], cancellation)),
            SortingKey = { table.SortingKey },
            TimeColumn = table.TimeColumn,
            Ttl = table.Ttl,
        };
        foreach (var field in table.Fields)
        {
            response.Columns.Add(
                new TableColumn
                {
                    Name = field.Name,
                    Type = field.Type.Name,
                    CarriedAs = Carrier.Describe(field.Type),
                    Nullable = field.Type.IsNullable,
                    HasDefault = !field.IsRequired,
                    Comment =
                        field.Items.Count == 0
                            ? field.Comment
                            : $"[{string.Join(", ", field.Items)}]; {field.Comment}",
                    EnumValues = { field.ValueType.EnumValues.Select(pair => pair.Key) },
                }
            );
        }
        return response;
    }

    private static TableSummary Summary(Table table, Dictionary<string, (ulong, ulong)> counts)
    {
        var (rows, bytes) = counts.GetValueOrDefault(table.Name);
        return new TableSummary
        {
            Name = table.Name,
            Group = table.Group,
            Comment = table.Comment,
            Rows = rows,
            Bytes = bytes,
            Writable = table.Writable,
        };
    }

    private async Task<Dictionary<string, (ulong Rows, ulong Bytes)>> CountsAsync(
        IEnumerable<string> names,
        CancellationToken cancellation
    )
    {
        var counts = await clickHouse.QueryRowsAsync(
            "SELECT name, ifNull(total_rows, 0), ifNull(total_bytes, 0) FROM system.tables "
                + "WHERE database = currentDatabase() AND name IN {names:Array(String)}",
            new QueryParameters { { "names", names.ToArray() } },
            ct: cancellation
        );
        return counts.ToDictionary(row => (string)row[0]!, row => ((ulong)row[1]!, (ulong)row[2]!));
    }
}
