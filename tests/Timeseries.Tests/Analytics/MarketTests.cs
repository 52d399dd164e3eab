using Platform.Timeseries.Tests.Tables;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Analytics;

[Collection("tables suite")]
public class MarketTests(TablesSuite suite)
{
    private const long Start = 1_650_000_000_000_000 / 3_600_000_000 * 3_600_000_000;

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());

    [Fact]
    public async Task Summary_and_volume_are_those_of_the_ticks()
    {
        var symbol = $"M{Guid.NewGuid():N}"[..12];
        var batch = new TickBatch { Symbols = { symbol } };
        for (var i = 0; i < 200; i++)
        {
            // A minute apart: four hours less forty minutes.
            batch.TimeUs.Add(Start + (i * 60_000_000L));
            batch.Bid.Add(100 + (i % 7));
            batch.Ask.Add(100.5 + (i % 7));
            batch.Volume.Add((ulong)(i % 3));
        }
        await _client.WriteTickBatchAsync(
            new WriteTickBatchRequest { Batch = batch },
            suite.KeyHeaders
        );
        var stored = _client.ReadTicks(
            new ReadTicksRequest { Symbols = { symbol } },
            suite.KeyHeaders
        );
        while (await stored.ResponseStream.MoveNext(default))
        {
            // Reading waits until all is stored.
        }
        var end = Start + 14_400_000_000;

        var summary = await _client.GetMarketSummaryAsync(
            new GetMarketSummaryRequest
            {
                Symbols = { symbol },
                StartTimeUs = Start,
                EndTimeUs = end,
            },
            suite.KeyHeaders
        );
        summary.TotalSymbols.ShouldBe(1u);
        summary.TotalTicks.ShouldBe(200u);
        summary.MostActive.ShouldBe(symbol);
        var one = summary.Symbols.ShouldHaveSingleItem();
        one.Open.ShouldBe(100);
        one.Close.ShouldBe(100 + (199 % 7));
        one.High.ShouldBe(106);
        one.Low.ShouldBe(100);
        one.SpreadMean.ShouldBe(0.5, 1e-6);
        one.PriceChangePercent.ShouldBe(199 % 7, 1e-9);
        one.Volume.ShouldBe((ulong)Enumerable.Range(0, 200).Sum(i => i % 3));

        var volume = await _client.GetVolumeAsync(
            new GetVolumeRequest
            {
                Symbol = symbol,
                StartTimeUs = Start,
                EndTimeUs = end,
            },
            suite.KeyHeaders
        );
        var hours = Enumerable.Range(0, 200).GroupBy(i => i / 60).ToList();
        volume.OpenTimeUs.ShouldBe(hours.Select(hour => Start + (hour.Key * 3_600_000_000L)));
        volume.TickCount.ShouldBe(hours.Select(hour => (ulong)hour.Count()));
        volume.Volume.ShouldBe(hours.Select(hour => (ulong)hour.Sum(i => i % 3)));
        for (var hour = 0; hour < hours.Count; hour++)
        {
            var expected =
                hours[hour].Sum(i => (100.25 + (i % 7)) * (i % 3)) / hours[hour].Sum(i => i % 3);
            volume.Vwap[hour].ShouldBe(expected, 1e-9);
        }
    }
}
