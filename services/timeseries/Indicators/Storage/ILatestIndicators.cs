using Platform.Timeseries.Indicators.Live;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>
/// Where the newest values of the live sets go besides their tables: the place of the cache (the catalogue's pattern of indicators). Until there
/// is one, <see cref="NoLatestIndicators"/> stands here.
/// </summary>
internal interface ILatestIndicators
{
    /// <summary>Given every update; the next candle waits for it.</summary>
    ValueTask PutAsync(SeriesUpdate update, CancellationToken cancellation);
}

internal sealed class NoLatestIndicators : ILatestIndicators
{
    public ValueTask PutAsync(SeriesUpdate update, CancellationToken cancellation) => default;
}
