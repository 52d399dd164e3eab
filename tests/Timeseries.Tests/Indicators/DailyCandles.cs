using System.Globalization;
using System.IO.Compression;
using Platform.TestKit;
using Platform.Timeseries.Indicators.Library;

namespace Platform.Timeseries.Tests.Indicators;

/// <summary>The daily candles of a symbol as recorded by its market.</summary>
internal static class DailyCandles
{
    public const string Aapl = "candles/aapl.zip";
    public const string Spy = "candles/spy.zip";

    // The files hold prices × 10,000.
    private const double Scale = 10_000;

    /// <summary>Candles a session when the days are told as one-minute candles of a trading day of 390 minutes.</summary>
    public const int SessionCandles = 390;

    public static Bar[] Read(string file)
    {
        using var zip = ZipFile.OpenRead(RealData.PathOf(file));
        using var reader = new StreamReader(zip.Entries[0].Open());
        var bars = new List<Bar>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            var day = DateTime.ParseExact(
                fields[0],
                "yyyyMMdd HH:mm",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
            );
            bars.Add(
                new Bar(
                    (day - DateTime.UnixEpoch).Ticks / 10,
                    Number(fields[1]) / Scale,
                    Number(fields[2]) / Scale,
                    Number(fields[3]) / Scale,
                    Number(fields[4]) / Scale,
                    Number(fields[5])
                )
            );
        }
        return [.. bars];
    }

    /// <summary>The same prices and volumes at other times: sessions of 390 one-minute candles from 14:30 UTC.</summary>
    public static Bar[] AsMinutes(Bar[] days) =>
        [
            .. days.Select(
                (bar, i) =>
                    bar with
                    {
                        OpenTimeUs =
                            ((i / SessionCandles * 1_440L) + 870 + (i % SessionCandles))
                            * 60_000_000L,
                    }
            ),
        ];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
