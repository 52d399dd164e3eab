using Platform.Timeseries.Candles.Sessions;

namespace Platform.Timeseries.Candles;

/// <summary>Puts flat candles where no tick was: at the close of the candle before, without volume.</summary>
internal static class GapFiller
{
    /// <param name="found">The candles with ticks; when they are as many as the limit, there may be more after them.</param>
    /// <param name="range">What was asked for.</param>
    /// <param name="close">The close of the candle before the range; null: there is none, so the first found one begins.</param>
    /// <param name="untilUs">Where flat candles end that no other follows.</param>
    /// <param name="windows">Sessions; no flat candle is made outside them. Null: everywhere.</param>
    public static IEnumerable<Candle> Fill(
        SortedDictionary<long, Candle> found,
        CandleRange range,
        double? close,
        long untilUs,
        SessionWindows? windows
    )
    {
        var frame = range.Frame;
        var next = frame.NextOpen(range.StartUs);
        foreach (var (open, candle) in found)
        {
            if (close is { } before)
            {
                foreach (var flat in Flat(next, open, before, frame, windows))
                {
                    yield return flat;
                }
            }
            yield return candle;
            close = candle.Close;
            next = open + frame.LengthUs;
        }
        if (close is { } last && found.Count < range.Limit)
        {
            foreach (var flat in Flat(next, untilUs, last, frame, windows))
            {
                yield return flat;
            }
        }
    }

    /// <summary>Flat candles of open times in [from, until), both open times themselves.</summary>
    public static IEnumerable<Candle> Flat(
        long fromUs,
        long untilUs,
        double price,
        Frame frame,
        SessionWindows? windows
    )
    {
        for (var open = fromUs; open < untilUs; open += frame.LengthUs)
        {
            if (windows is not null)
            {
                if (windows.NextInside(open) is not { } inside)
                {
                    yield break;
                }
                open = frame.OpenOf(inside);
                if (open >= untilUs)
                {
                    yield break;
                }
            }
            yield return Candle.Flat(open, price);
        }
    }
}
