using Platform.Timeseries.Candles;
using Platform.Timeseries.Indicators.Measures;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>
/// All candles of a stretch of time. A session within it that has no candle has no tick either, and need not be asked
/// for: a backfill covers years, of which a symbol may have days.
/// </summary>
/// <param name="frame">Of the candles.</param>
/// <param name="startUs">Where the stretch begins: at a candle's open, or before all candles.</param>
/// <param name="endUs">Where it ends, at a candle's close.</param>
/// <param name="opens">When all candles in it open, rising.</param>
internal sealed class KnownCandles(Frame frame, long startUs, long endUs, List<long> opens)
{
    /// <summary>False: it has no tick for sure.</summary>
    public bool MayHaveTicks(SessionOccurrence session)
    {
        if (session.OpenUs < startUs || session.CloseUs > endUs)
        {
            return true;
        }
        var at = opens.BinarySearch(frame.OpenOf(session.OpenUs));
        at = at < 0 ? ~at : at;
        return at < opens.Count && opens[at] < session.CloseUs;
    }
}
