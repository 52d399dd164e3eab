using Platform.Timeseries.Tables;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators.Measures;

/// <summary>The calls about what is computed from ticks and books. Those that read the store take their turn at it.</summary>
internal sealed class MeasureCalls(
    TimeAndSalesReader sales,
    SalesSubscriber salesLive,
    BookMeasuresReader books,
    SessionReader sessions,
    SlippageCalls slippage,
    TableTurns turns
)
{
    /// <summary>A subscription to ticks: its history is read as theirs is.</summary>
    public SalesSubscriber SalesLive => salesLive;

    public async Task<GetTimeAndSalesResponse> SalesAsync(
        GetTimeAndSalesRequest request,
        CancellationToken cancellation
    )
    {
        using var turn = await turns.ReadAsync(cancellation);
        return await sales.ReadAsync(request, cancellation);
    }

    public async Task<GetBookMeasuresResponse> BookAsync(
        GetBookMeasuresRequest request,
        CancellationToken cancellation
    )
    {
        using var turn = await turns.ReadAsync(cancellation);
        return await books.ReadAsync(request, cancellation);
    }

    public async Task<GetSessionsResponse> SessionsAsync(
        GetSessionsRequest request,
        CancellationToken cancellation
    )
    {
        using var turn = await turns.ReadAsync(cancellation);
        return await sessions.ReadAsync(request, cancellation);
    }

    public async Task<ComputeSlippageResponse> ComputeSlippageAsync(
        ComputeSlippageRequest request,
        CancellationToken cancellation
    )
    {
        using var turn = await turns.ReadAsync(cancellation);
        return await slippage.ComputeAsync(request, cancellation);
    }

    public async Task<GetSlippageResponse> SlippageAsync(
        GetSlippageRequest request,
        CancellationToken cancellation
    )
    {
        using var turn = await turns.ReadAsync(cancellation);
        return await slippage.GetAsync(request, cancellation);
    }
}
