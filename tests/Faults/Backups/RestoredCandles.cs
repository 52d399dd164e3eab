using System.Globalization;
using Platform.Timeseries.V1;

namespace Platform.Faults.Backups;

/// <summary>Candles, made of what was restored of them and of the ticks since, against all ticks there are.</summary>
internal static class RestoredCandles
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static async Task ShouldHoldAllTicksAsync(RestoredSuite restored, string[] symbols)
    {
        var client = new TimeseriesService.TimeseriesServiceClient(restored.OpenGateway());
        foreach (var symbol in symbols)
        {
            var deadline = DateTime.UtcNow + Patience;
            while (true)
            {
                var stored = await FromTicksAsync(restored, symbol);
                var candles = await ReadAsync(restored, client, symbol);
                if (candles.SequenceEqual(stored))
                {
                    break;
                }
                // Ticks of the log that are not stored yet are in the candles already.
                if (DateTime.UtcNow > deadline)
                {
                    candles.ShouldBe(stored, symbol);
                }
                await Task.Delay(200);
            }
        }
    }

    private static async Task<List<string>> FromTicksAsync(RestoredSuite restored, string symbol)
    {
        var lines = await restored.QueryClickHouseAsync(
            "SELECT toUnixTimestamp(toStartOfMinute(timestamp)) * 1000000, count(), min(bid), max(bid) "
                + $"FROM ticks WHERE symbol = '{symbol}' GROUP BY 1 ORDER BY 1"
        );
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static async Task<List<string>> ReadAsync(
        RestoredSuite restored,
        TimeseriesService.TimeseriesServiceClient client,
        string symbol
    )
    {
        var found = new List<string>();
        var request = new GetCandlesRequest
        {
            Symbol = symbol,
            Timeframe = Timeframe._1M,
            Side = PriceSide.Bid,
            IncludeOpen = true,
        };
        do
        {
            var page = await client.GetCandlesAsync(request, restored.KeyHeaders);
            var candles = page.Candles;
            for (var i = 0; i < candles.OpenTimeUs.Count; i++)
            {
                found.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{candles.OpenTimeUs[i]}\t{candles.TickCount[i]}\t{candles.Low[i]}\t{candles.High[i]}"
                    )
                );
            }
            request.PageToken = page.NextPageToken;
        } while (request.PageToken.Length > 0);
        return found;
    }
}
