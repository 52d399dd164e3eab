using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Analytics;

/// <summary>The order book and summaries of the market.</summary>
internal sealed class AnalyticsCalls
{
    private readonly string _answer = "This call is not served yet.";

    public Task<GetOrderBookResponse> BookAsync(
        GetOrderBookRequest request,
        CancellationToken cancellation
    ) => throw Missing();

    public Task<GetMarketSummaryResponse> SummaryAsync(
        GetMarketSummaryRequest request,
        CancellationToken cancellation
    ) => throw Missing();

    public Task<GetVolumeResponse> VolumeAsync(
        GetVolumeRequest request,
        CancellationToken cancellation
    ) => throw Missing();

    private RpcException Missing() => PlatformErrors.Create(ErrorReason.NotImplemented, _answer);
}
