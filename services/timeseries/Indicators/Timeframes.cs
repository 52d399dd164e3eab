using Platform.Timeseries.Candles;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators;

/// <summary>Timeframes by the names they have in tables and settings.</summary>
internal static class Timeframes
{
    private static readonly Dictionary<string, Timeframe> ByName = Enum.GetValues<Timeframe>()
        .Where(one => one != Timeframe.Unspecified)
        .ToDictionary(one => Frame.Of(one).Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>Of a name that was checked before.</summary>
    public static Timeframe Parse(string name) => ByName[name];

    public static bool TryParse(string name, out Timeframe timeframe) =>
        ByName.TryGetValue(name, out timeframe);
}
