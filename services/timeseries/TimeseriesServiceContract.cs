using Grpc.Core;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.Ticks.Subscribe;
using Platform.Timeseries.V1;

namespace Platform.Timeseries;

/// <summary>
/// The service's methods as the server binds them: the generated base, except that ticks go out as
/// <see cref="EncodedFrame"/>s. The server looks every method up in the class that is bound, so all
/// stand here.
/// </summary>
[BindServiceMethod(typeof(FrameBinding), nameof(FrameBinding.Bind))]
internal abstract class TimeseriesServiceContract
{
    public abstract Task WriteTicks(
        IAsyncStreamReader<WriteTicksRequest> requestStream,
        IServerStreamWriter<WriteTicksResponse> responseStream,
        ServerCallContext context
    );

    public abstract Task<WriteTickBatchResponse> WriteTickBatch(
        WriteTickBatchRequest request,
        ServerCallContext context
    );

    public abstract Task SubscribeTicks(
        SubscribeTicksRequest request,
        IServerStreamWriter<EncodedFrame> responseStream,
        ServerCallContext context
    );

    public abstract Task TickSession(
        IAsyncStreamReader<TickSessionRequest> requestStream,
        IServerStreamWriter<EncodedFrame> responseStream,
        ServerCallContext context
    );

    public abstract Task<GetRecentTicksResponse> GetRecentTicks(
        GetRecentTicksRequest request,
        ServerCallContext context
    );

    public abstract Task<GetLatestTicksResponse> GetLatestTicks(
        GetLatestTicksRequest request,
        ServerCallContext context
    );

    public abstract Task ReadTicks(
        ReadTicksRequest request,
        IServerStreamWriter<EncodedTicks> responseStream,
        ServerCallContext context
    );

    public abstract Task<GetCandlesResponse> GetCandles(
        GetCandlesRequest request,
        ServerCallContext context
    );

    public abstract Task SubscribeCandles(
        SubscribeCandlesRequest request,
        IServerStreamWriter<SubscribeCandlesResponse> responseStream,
        ServerCallContext context
    );

    public abstract Task<ListIndicatorsResponse> ListIndicators(
        ListIndicatorsRequest request,
        ServerCallContext context
    );

    public abstract Task<GetIndicatorsResponse> GetIndicators(
        GetIndicatorsRequest request,
        ServerCallContext context
    );

    public abstract Task<ComputeIndicatorsResponse> ComputeIndicators(
        ComputeIndicatorsRequest request,
        ServerCallContext context
    );

    public abstract Task SubscribeIndicators(
        SubscribeIndicatorsRequest request,
        IServerStreamWriter<SubscribeIndicatorsResponse> responseStream,
        ServerCallContext context
    );

    public abstract Task<ListTablesResponse> ListTables(
        ListTablesRequest request,
        ServerCallContext context
    );

    public abstract Task<DescribeTableResponse> DescribeTable(
        DescribeTableRequest request,
        ServerCallContext context
    );

    public abstract Task<InsertRowsResponse> InsertRows(
        IAsyncStreamReader<InsertRowsRequest> requestStream,
        ServerCallContext context
    );

    public abstract Task ReadRows(
        ReadRowsRequest request,
        IServerStreamWriter<ReadRowsResponse> responseStream,
        ServerCallContext context
    );

    public abstract Task Query(
        QueryRequest request,
        IServerStreamWriter<QueryResponse> responseStream,
        ServerCallContext context
    );

    public abstract Task<GetOrderBookResponse> GetOrderBook(
        GetOrderBookRequest request,
        ServerCallContext context
    );

    public abstract Task<GetMarketSummaryResponse> GetMarketSummary(
        GetMarketSummaryRequest request,
        ServerCallContext context
    );

    public abstract Task<GetIndicatorDashboardResponse> GetIndicatorDashboard(
        GetIndicatorDashboardRequest request,
        ServerCallContext context
    );

    public abstract Task<GetVolumeResponse> GetVolume(
        GetVolumeRequest request,
        ServerCallContext context
    );

    public abstract Task<GetTimeAndSalesResponse> GetTimeAndSales(
        GetTimeAndSalesRequest request,
        ServerCallContext context
    );

    public abstract Task SubscribeTimeAndSales(
        SubscribeTimeAndSalesRequest request,
        IServerStreamWriter<SubscribeTimeAndSalesResponse> responseStream,
        ServerCallContext context
    );

    public abstract Task<GetBookMeasuresResponse> GetBookMeasures(
        GetBookMeasuresRequest request,
        ServerCallContext context
    );

    public abstract Task<GetSessionsResponse> GetSessions(
        GetSessionsRequest request,
        ServerCallContext context
    );

    public abstract Task<ComputeSlippageResponse> ComputeSlippage(
        ComputeSlippageRequest request,
        ServerCallContext context
    );

    public abstract Task<GetSlippageResponse> GetSlippage(
        GetSlippageRequest request,
        ServerCallContext context
    );
}
