using Grpc.Core;
using Platform.Timeseries.V1;

namespace Platform.Timeseries;

internal sealed partial class TimeseriesHandler
{
    public override Task<ListTablesResponse> ListTables(
        ListTablesRequest request,
        ServerCallContext context
    ) => tables.ListAsync(request, context.CancellationToken);

    public override Task<DescribeTableResponse> DescribeTable(
        DescribeTableRequest request,
        ServerCallContext context
    ) => tables.DescribeAsync(request, context.CancellationToken);

    public override async Task<InsertRowsResponse> InsertRows(
        IAsyncStreamReader<InsertRowsRequest> requestStream,
        ServerCallContext context
    )
    {
        using var ending = drain.LinkTo(context.CancellationToken);
        return await tables.InsertAsync(requestStream, ending.Token);
    }

    public override async Task ReadRows(
        ReadRowsRequest request,
        IServerStreamWriter<ReadRowsResponse> responseStream,
        ServerCallContext context
    )
    {
        using var ending = drain.LinkTo(context.CancellationToken);
        await tables.ReadAsync(request, responseStream, ending.Token);
    }

    public override async Task Query(
        QueryRequest request,
        IServerStreamWriter<QueryResponse> responseStream,
        ServerCallContext context
    )
    {
        using var ending = drain.LinkTo(context.CancellationToken);
        await queries.RunAsync(request, responseStream, ending.Token);
    }
}
