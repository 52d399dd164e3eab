using System.Globalization;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Ticks.Model;

namespace Platform.Timeseries.Indicators.Measures;

/// <summary>What the requests about measures have in common, checked.</summary>
internal static class MeasureChecks
{
    private const long DayUs = 86_400 * MicroTime.PerSecond;

    // The last time the store's columns of time can hold.
    private const long LatestUs = 10_413_791_999_999_999;

    /// <summary>End 0 is now, start 0 a day before the end.</summary>
    public static (long StartUs, long EndUs) RangeOf(long startUs, long endUs, TimeProvider clock)
    {
        var end = endUs == 0 ? MicroTime.Now(clock) + 1 : endUs;
        var start = startUs == 0 ? Math.Max(0, end - DayUs) : startUs;
        if (start < 0 || end <= start || end > LatestUs)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "end_time_us",
                    $"[{start}, {end}) is no range of time: the end is after the start and up to {LatestUs}, both are 0 or above."
                )
            );
        }
        return (start, end);
    }

    public static void CheckTime(string field, long timeUs)
    {
        if (timeUs is < 0 or > LatestUs)
        {
            PlatformErrors.ThrowInvalid(
                (field, $"{timeUs} is no time; it is from 0 to {LatestUs} µs since the epoch.")
            );
        }
    }

    public static int PageSizeOf(uint asked, int standard, int max, string option)
    {
        if (asked > max)
        {
            PlatformErrors.Throw(
                ErrorReason.LimitExceeded,
                $"page_size is {asked}; {max} are allowed.",
                ("limit", option),
                ("allowed", $"1 to {max}; 0 for the standard of {Math.Min(standard, max)}")
            );
        }
        return asked == 0 ? Math.Min(standard, max) : (int)asked;
    }

    public static double BlockVolumeOf(double asked)
    {
        if (!(asked >= 0) || double.IsInfinity(asked))
        {
            PlatformErrors.ThrowInvalid(
                ("block_volume", $"{asked} is no volume; it is above 0, or 0 for no blocks.")
            );
        }
        return asked == 0 ? double.PositiveInfinity : asked;
    }

    public static QueryOptions Settings(MeasureOptions options) =>
        new()
        {
            Settings = new Dictionary<string, string>
            {
                ["max_execution_time"] = options.QueryTimeMax.TotalSeconds.ToString(
                    "0.###",
                    CultureInfo.InvariantCulture
                ),
            },
        };
}
