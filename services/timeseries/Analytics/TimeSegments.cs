namespace Platform.Timeseries.Analytics;

/// <param name="Frame">The timeframe whose candles cover it; empty: only ticks do.</param>
/// <param name="LengthUs">Of that timeframe; 0: none.</param>
internal readonly record struct TimeSegment(string Frame, long LengthUs, long StartUs, long EndUs);

/// <summary>A range of time as few candles: the longest in its middle, shorter ones towards its ends, ticks at the ends.</summary>
internal static class TimeSegments
{
    private const long Second = 1_000_000;

    // Each is a whole number of the one before.
    private static readonly (string Name, long LengthUs)[] Frames =
    [
        ("1s", Second),
        ("1m", 60 * Second),
        ("5m", 300 * Second),
        ("15m", 900 * Second),
        ("30m", 1_800 * Second),
        ("1h", 3_600 * Second),
        ("4h", 14_400 * Second),
        ("1d", 86_400 * Second),
    ];

    /// <summary>By start; they cover [start, end) and touch each other.</summary>
    /// <param name="startUs">Start.</param>
    /// <param name="endUs">End, excluded.</param>
    /// <param name="periodUs">No candle may lie in two periods of this length, counted from the epoch; 0: no periods.</param>
    public static List<TimeSegment> Of(long startUs, long endUs, long periodUs)
    {
        var frames = Frames.Where(one => periodUs % one.LengthUs == 0).ToArray();
        var (low, high) = (Up(startUs, Second), Down(endUs, Second));
        if (low >= high)
        {
            return [new TimeSegment("", 0, startUs, endUs)];
        }
        var segments = new List<TimeSegment>();
        Add(segments, "", 0, startUs, low);
        Add(segments, "", 0, high, endUs);
        for (var i = 0; ; i++)
        {
            var (name, length) = frames[i];
            var isLast = i == frames.Length - 1;
            var (nextLow, nextHigh) = isLast
                ? (high, low)
                : (Up(low, frames[i + 1].LengthUs), Down(high, frames[i + 1].LengthUs));
            if (nextLow >= nextHigh)
            {
                Add(segments, name, length, low, high);
                break;
            }
            Add(segments, name, length, low, nextLow);
            Add(segments, name, length, nextHigh, high);
            (low, high) = (nextLow, nextHigh);
        }
        segments.Sort((one, other) => one.StartUs.CompareTo(other.StartUs));
        return segments;
    }

    private static void Add(
        List<TimeSegment> segments,
        string frame,
        long length,
        long start,
        long end
    )
    {
        if (start < end)
        {
            segments.Add(new TimeSegment(frame, length, start, end));
        }
    }

    private static long Down(long timeUs, long length) => timeUs / length * length;

    private static long Up(long timeUs, long length) => Down(timeUs + length - 1, length);
}
