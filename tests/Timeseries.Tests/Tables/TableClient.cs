using Grpc.Core;
using Platform.Common.V1;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Tables;

/// <summary>The calls about tables as a client would make them.</summary>
internal sealed class TableClient(TablesSuite suite)
{
    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());

    public async Task<InsertRowsResponse> InsertAsync(params InsertRowsRequest[] requests)
    {
        using var call = _client.InsertRows(suite.KeyHeaders);
        foreach (var request in requests)
        {
            try
            {
                await call.RequestStream.WriteAsync(request);
            }
            catch (RpcException)
            {
                // The call ended; its answer says why.
                return await call.ResponseAsync;
            }
        }
        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;
    }

    /// <summary>All rows of a read, column by column, and the token of the next page.</summary>
    public async Task<(Dictionary<string, List<object?>> Columns, string Next)> ReadAsync(
        ReadRowsRequest request
    )
    {
        using var call = _client.ReadRows(request, suite.KeyHeaders);
        var columns = new Dictionary<string, List<object?>>();
        var next = "";
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            next.ShouldBe("", "a page token comes in the last message");
            next = response.NextPageToken;
            foreach (var column in response.Batch?.Columns ?? [])
            {
                var values = WireValues.Of(column);
                values.Count.ShouldBe((int)response.Batch!.RowCount);
                if (!columns.TryGetValue(column.Name, out var all))
                {
                    columns[column.Name] = all = [];
                }
                all.AddRange(values);
            }
        }
        return (columns, next);
    }

    public async Task<DescribeTableResponse> DescribeAsync(string table) =>
        await _client.DescribeTableAsync(new() { Table = table }, suite.KeyHeaders);

    public async Task<ListTablesResponse> ListAsync(ListTablesRequest request) =>
        await _client.ListTablesAsync(request, suite.KeyHeaders);

    public async Task<RpcException> FailureOfAsync(InsertRowsRequest request) =>
        await Should.ThrowAsync<RpcException>(() => InsertAsync(request));

    public async Task<RpcException> FailureOfAsync(ReadRowsRequest request) =>
        await Should.ThrowAsync<RpcException>(() => ReadAsync(request));

    public static RowBatch Batch(params Column[] columns) =>
        new() { RowCount = (uint)WireValues.Of(columns[0]).Count, Columns = { columns } };
}
