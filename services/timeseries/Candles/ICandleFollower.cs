namespace Platform.Timeseries.Candles;

/// <summary>Who follows candles and has to know exactly which ticks are in what he was given.</summary>
internal interface ICandleFollower
{
    /// <summary>
    /// Following begins, or begins again after it fell behind: from here on every record is told. What changed before
    /// is in storage and in memory.
    /// </summary>
    /// <param name="openTimesUs">By symbol, the newest candle there is, which will be told when it closes; symbols without candles are missing.</param>
    /// <param name="cancellation">Ends the following.</param>
    Task JoinedAsync(IReadOnlyDictionary<string, long> openTimesUs, CancellationToken cancellation);

    /// <summary>All that comes of this record of the symbol was given, and of those before it.</summary>
    void Followed(string symbol, long offset);
}
