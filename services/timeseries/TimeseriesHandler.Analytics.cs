using Grpc.Core;
using Platform.Timeseries.V1;

namespace Platform.Timeseries;

internal sealed partial class TimeseriesHandler
{
    public override Task<GetOrderBookResponse> GetOrderBook(
        GetOrderBookRequest request,
        ServerCallContext context
    ) => analytics.BookAsync(request, context.CancellationToken);

    public override Task<GetMarketSummaryResponse> GetMarketSummary(
        GetMarketSummaryRequest request,
        ServerCallContext context
    ) => analytics.SummaryAsync(request, context.CancellationToken);

    public override Task<GetVolumeResponse> GetVolume(
        GetVolumeRequest request,
        ServerCallContext context
    ) => analytics.VolumeAsync(request, context.CancellationToken);

    public override Task<GetIndicatorDashboardResponse> GetIndicatorDashboard(
        GetIndicatorDashboardRequest request,
        ServerCallContext context
    ) => analytics.DashboardAsync(request, context.CancellationToken);
}
