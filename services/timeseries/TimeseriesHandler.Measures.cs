using Grpc.Core;
using Platform.Timeseries.V1;

namespace Platform.Timeseries;

internal sealed partial class TimeseriesHandler
{
    public override Task<GetTimeAndSalesResponse> GetTimeAndSales(
        GetTimeAndSalesRequest request,
        ServerCallContext context
    ) => measures.Sales.ReadAsync(request, context.CancellationToken);

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
    ) => measures.Books.ReadAsync(request, context.CancellationToken);

    public override Task<GetSessionsResponse> GetSessions(
        GetSessionsRequest request,
        ServerCallContext context
    ) => measures.Sessions.ReadAsync(request, context.CancellationToken);

    public override Task<ComputeSlippageResponse> ComputeSlippage(
        ComputeSlippageRequest request,
        ServerCallContext context
    ) => measures.Slippage.ComputeAsync(request, context.CancellationToken);

    public override Task<GetSlippageResponse> GetSlippage(
        GetSlippageRequest request,
        ServerCallContext context
    ) => measures.Slippage.GetAsync(request, context.CancellationToken);
}
