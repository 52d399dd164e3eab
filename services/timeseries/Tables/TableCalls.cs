using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tables;

/// <summary>The calls about any table of the catalogue.</summary>
internal sealed class TableCalls
{
    private readonly string _answer = "This call is not served yet.";

    public Task<ListTablesResponse> ListAsync(
        ListTablesRequest request,
        CancellationToken cancellation
    ) => throw Missing();

    public Task<DescribeTableResponse> DescribeAsync(
        DescribeTableRequest request,
        CancellationToken cancellation
    ) => throw Missing();

    public Task<InsertRowsResponse> InsertAsync(
        IAsyncStreamReader<InsertRowsRequest> requests,
        CancellationToken cancellation
    ) => throw Missing();

    public Task ReadAsync(
        ReadRowsRequest request,
        IServerStreamWriter<ReadRowsResponse> responses,
        CancellationToken cancellation
    ) => throw Missing();

    private RpcException Missing() => PlatformErrors.Create(ErrorReason.NotImplemented, _answer);
}
