using Platform.Timeseries.Candles;

namespace Platform.Timeseries.Indicators.Live;

/// <summary>A follower who is told of each candle that closes, or is corrected after it had closed.</summary>
internal interface ICloseWatcher : ICandleFollower
{
    /// <summary>Called after the indicators of the candle were told, before its ticks count as followed.</summary>
    void Closed(string symbol, long openTimeUs);
}
