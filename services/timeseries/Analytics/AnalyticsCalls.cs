using Platform.Timeseries.Tables;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Analytics;

/// <summary>The order book and summaries of the market.</summary>
internal sealed class AnalyticsCalls(
    BookReader books,
    MarketReader market,
    DashboardReader dashboard,
    TableTurns turns
)
{
    public async Task<GetOrderBookResponse> BookAsync(
        GetOrderBookRequest request,
        CancellationToken cancellation
    )
    {
        using var turn = await turns.ReadAsync(cancellation);
        return await books.ReadAsync(request, cancellation);
    }

    public async Task<GetMarketSummaryResponse> SummaryAsync(
        GetMarketSummaryRequest request,
        CancellationToken cancellation
    )
    {
        using var turn = await turns.ReadAsync(cancellation);
        return await market.SummarizeAsync(request, cancellation);
    }

    public async Task<GetVolumeResponse> VolumeAsync(
        GetVolumeRequest request,
        CancellationToken cancellation
    )
    {
        using var turn = await turns.ReadAsync(cancellation);
        return await market.VolumeAsync(request, cancellation);
    }

    // Its candles take their turns themselves.
    public Task<GetIndicatorDashboardResponse> DashboardAsync(
        GetIndicatorDashboardRequest request,
        CancellationToken cancellation
    ) => dashboard.ReadAsync(request, cancellation);
}
