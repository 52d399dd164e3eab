using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Platform.TestKit;

namespace Platform.Timeseries.Tests.Analytics;

/// <summary>An order book from its file, independent of the code under test.</summary>
internal static class BookReplay
{
    /// <summary>Fifty levels a side by the plainest means: all messages up to the time, sorted at the end.</summary>
    public static (
        List<(double Price, double Volume)> Bids,
        List<(double Price, double Volume)> Asks
    ) At(List<JsonElement> messages, long time)
    {
        var bids = new Dictionary<double, double>();
        var asks = new Dictionary<double, double>();
        foreach (var message in messages.Where(one => one.GetProperty("ts").GetInt64() <= time))
        {
            if (message.GetProperty("type").GetString() == "snapshot")
            {
                bids.Clear();
                asks.Clear();
            }
            Change(bids, message.GetProperty("data").GetProperty("b"));
            Change(asks, message.GetProperty("data").GetProperty("a"));
        }
        return (
            [
                .. bids.Where(one => one.Value > 0)
                    .OrderByDescending(one => one.Key)
                    .Take(50)
                    .Select(one => (one.Key, one.Value)),
            ],
            [
                .. asks.Where(one => one.Value > 0)
                    .OrderBy(one => one.Key)
                    .Take(50)
                    .Select(one => (one.Key, one.Value)),
            ]
        );
    }

    private static void Change(Dictionary<double, double> side, JsonElement changes)
    {
        foreach (var change in changes.EnumerateArray())
        {
            side[double.Parse(change[0].GetString()!, CultureInfo.InvariantCulture)] = double.Parse(
                change[1].GetString()!,
                CultureInfo.InvariantCulture
            );
        }
    }

    public static List<string> ReadLines(string file)
    {
        using var archive = ZipFile.OpenRead(RealData.PathOf(file));
        using var reader = new StreamReader(archive.Entries[0].Open());
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
