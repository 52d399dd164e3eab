using Microsoft.Extensions.Options;
using Platform.Timeseries.Candles;
using Platform.Timeseries.Indicators.Computing;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators.Live;

/// <summary>What is to be followed: the candles of some symbols, and for each symbol some indicators.</summary>
internal sealed record Following(
    Timeframe Timeframe,
    PriceSide Side,
    uint HeartbeatMs,
    IReadOnlyDictionary<string, IReadOnlyList<IndicatorRequest>> BySymbol
)
{
    /// <summary>Symbols whose candles are followed for the watcher alone.</summary>
    public IReadOnlyCollection<string> AlsoFollowed { get; init; } = [];
}

/// <summary>
/// Follows candles as they close and tells what each makes of the indicators. It joins the candles' own subscription, so what
/// closes there, closes here. An indicator of two symbols is computed from storage once the candle of both has closed.
/// </summary>
internal sealed class IndicatorFollower(
    CandleSubscriber candles,
    CandleHistory history,
    IndicatorComputer computer,
    IOptions<IndicatorOptions> options
)
{
    /// <param name="following">What to follow.</param>
    /// <param name="onUpdate">Given each update; the next candle waits for it.</param>
    /// <param name="onOther">Called when something came that changes no indicator, at the latest after the heartbeat's time.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="watcher">Told where the following stands, once the series here stand there too; null: nobody.</param>
    public Task RunAsync(
        Following following,
        Func<SeriesUpdate, CancellationToken, Task> onUpdate,
        Func<CancellationToken, Task> onOther,
        CancellationToken cancellation,
        ICloseWatcher? watcher = null
    )
    {
        var run = new FollowedCandles(
            following,
            history,
            computer,
            options.Value,
            onUpdate,
            watcher
        );
        var request = new SubscribeCandlesRequest
        {
            Timeframe = following.Timeframe,
            Side = following.Side,
            HeartbeatMs = following.HeartbeatMs,
        };
        request.Symbols.AddRange(run.Symbols);
        var closed = new ClosedCandles(run.TakeAsync, onOther);
        return candles.RunAsync(request, closed, cancellation, run);
    }
}
