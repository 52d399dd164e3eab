using Grpc.Core;
using Platform.Timeseries.Tables.Insert;
using Platform.Timeseries.Tables.Read;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tables;

/// <summary>The calls about any table of the catalogue.</summary>
internal sealed class TableCalls(TableList list, RowWriter writer, RowReader reader)
{
    public Task<ListTablesResponse> ListAsync(
        ListTablesRequest request,
        CancellationToken cancellation
    ) => list.ListAsync(request, cancellation);

    public Task<DescribeTableResponse> DescribeAsync(
        DescribeTableRequest request,
        CancellationToken cancellation
    ) => list.DescribeAsync(request, cancellation);

    public Task<InsertRowsResponse> InsertAsync(
        IAsyncStreamReader<InsertRowsRequest> requests,
        CancellationToken cancellation
    ) => writer.WriteAsync(requests, cancellation);

    public Task ReadAsync(
        ReadRowsRequest request,
        IServerStreamWriter<ReadRowsResponse> responses,
        CancellationToken cancellation
    ) => reader.ReadAsync(request, responses, cancellation);
}
