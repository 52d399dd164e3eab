using Platform.Timeseries.V1;

namespace Platform.Timeseries.Analytics;

/// <summary>The order book and summaries of the market.</summary>
internal sealed class AnalyticsCalls(BookReader books, MarketReader market)
{
    public Task<GetOrderBookResponse> BookAsync(
        GetOrderBookRequest request,
        CancellationToken cancellation
    ) => books.ReadAsync(request, cancellation);

    public Task<GetMarketSummaryResponse> SummaryAsync(
        GetMarketSummaryRequest request,
        CancellationToken cancellation
    ) => market.SummarizeAsync(request, cancellation);

    public Task<GetVolumeResponse> VolumeAsync(
        GetVolumeRequest request,
        CancellationToken cancellation
    ) => market.VolumeAsync(request, cancellation);
}
