using System.Globalization;
using Platform.ClickHouse;

namespace Platform.Timeseries.Analytics;

internal static class AnalyticsSettings
{
    public static QueryOptions Of(AnalyticsOptions options) =>
        new()
        {
            Settings = new Dictionary<string, string>
            {
                ["max_execution_time"] = options.SecondsMax.ToString(CultureInfo.InvariantCulture),
                ["do_not_merge_across_partitions_select_final"] = "1",
            },
        };
}
