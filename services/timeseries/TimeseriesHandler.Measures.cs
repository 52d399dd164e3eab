using Grpc.Core;
using Platform.Timeseries.V1;

namespace Platform.Timeseries;

internal sealed partial class TimeseriesHandler
{
    public override Task<GetTimeAndSalesResponse> GetTimeAndSales(
        GetTimeAndSalesRequest request,
        ServerCallContext context
    ) => measures.SalesAsync(request, context.CancellationToken);

    public override async Task SubscribeTimeAndSales(
        SubscribeTimeAndSalesRequest request,
        IServerStreamWriter<SubscribeTimeAndSalesResponse> responseStream,
        ServerCallContext context
    )
    {
        using var ending = drain.LinkTo(context.CancellationToken);
        await measures.SalesLive.RunAsync(request, responseStream, ending.Token);
    }

    public override Task<GetBookMeasuresResponse> GetBookMeasures(
        GetBookMeasuresRequest request,
        ServerCallContext context
    ) => measures.BookAsync(request, context.CancellationToken);

    public override Task<GetSessionsResponse> GetSessions(
        GetSessionsRequest request,
        ServerCallContext context
    ) => measures.SessionsAsync(request, context.CancellationToken);

    public override Task<ComputeSlippageResponse> ComputeSlippage(
        ComputeSlippageRequest request,
        ServerCallContext context
    ) => measures.ComputeSlippageAsync(request, context.CancellationToken);

    public override Task<GetSlippageResponse> GetSlippage(
        GetSlippageRequest request,
        ServerCallContext context
    ) => measures.SlippageAsync(request, context.CancellationToken);
}
