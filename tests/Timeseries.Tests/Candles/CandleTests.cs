using Grpc.Core;
using Platform.Timeseries.Tests.Subscriptions;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Candles;

[Collection("tight suite")]
public class CandleTests(TightSuite suite)
{
    // A Wednesday, 12:34:56 UTC.
    private const long Start = 1_715_171_696_000_000;
    private const long Second = 1_000_000;

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());
    private string _symbol = NewSymbol();

    public static TheoryData<Timeframe, long> Timeframes() =>
        new()
        {
            { Timeframe._1S, Second },
            { Timeframe._1M, 60 * Second },
            { Timeframe._5M, 300 * Second },
            { Timeframe._15M, 900 * Second },
            { Timeframe._30M, 1_800 * Second },
            { Timeframe._1H, 3_600 * Second },
            { Timeframe._4H, 14_400 * Second },
            { Timeframe._1D, 86_400 * Second },
            { Timeframe._1W, 604_800 * Second },
        };

    [Theory]
    [MemberData(nameof(Timeframes))]
    public async Task Candles_equal_those_computed_from_the_ticks_late_ones_included(
        Timeframe timeframe,
        long length
    )
    {
        var random = new Random(5);
        var ticks = new List<(long Time, double Bid, double Ask, ulong Volume)>();
        for (var i = 0; i < 900; i++)
        {
            // A tenth of them late, and twenty days in all.
            var time = Start + (i * 1_900 * Second) - (random.Next(10) == 0 ? 7_200 * Second : 0);
            var bid = 100 + random.NextDouble();
            ticks.Add((time, bid, bid + random.NextDouble(), (ulong)random.Next(3)));
        }
        foreach (var batch in ticks.Chunk(90))
        {
            await WriteAsync(batch);
        }

        var candles = await ReadAllAsync(timeframe, PriceSide.Mid, pageSize: 100);

        // Mondays at midnight begin a week: 1970-01-05 was one.
        var shift = timeframe == Timeframe._1W ? 4 * 86_400 * Second : 0;
        var expected = ticks
            .Select((tick, index) => (tick, index))
            .GroupBy(item => ((item.tick.Time - shift) / length * length) + shift)
            .OrderBy(group => group.Key)
            .ToList();
        candles.OpenTimeUs.ShouldBe(expected.Select(group => group.Key));
        for (var i = 0; i < expected.Count; i++)
        {
            var ordered = expected[i].OrderBy(x => x.tick.Time).ThenBy(x => x.index).ToList();
            var prices = ordered.Select(x => (x.tick.Bid + x.tick.Ask) / 2).ToList();
            candles.Open[i].ShouldBe(prices[0]);
            candles.Close[i].ShouldBe(prices[^1]);
            candles.High[i].ShouldBe(prices.Max());
            candles.Low[i].ShouldBe(prices.Min());
            candles.TickCount[i].ShouldBe((ulong)prices.Count);
            var volume = ordered.Aggregate(0ul, (sum, x) => sum + x.tick.Volume);
            candles.Volume[i].ShouldBe(volume);
            var vwap =
                volume > 0
                    ? ordered.Zip(prices).Sum(x => x.First.tick.Volume * x.Second) / volume
                    : prices.Average();
            candles.Vwap[i].ShouldBe(vwap, 1e-9);
            candles.SpreadMean[i].ShouldBe(ordered.Average(x => x.tick.Ask - x.tick.Bid), 1e-9);
        }
    }

    [Fact]
    public async Task The_open_candle_comes_when_asked_for_and_only_then()
    {
        CandleBatch closed;
        CandleBatch withOpen;
        long now;
        do
        {
            // Another symbol when midnight came in between: it closed the candle.
            _symbol = NewSymbol();
            now = NowUs();
            await WriteAsync([(now - (86_400 * Second), 1, 2, 0), (now, 3, 4, 0)]);
            closed = await ReadAllAsync(Timeframe._1D, PriceSide.Bid, 10);
            withOpen = await ReadAllAsync(Timeframe._1D, PriceSide.Bid, 10, includeOpen: true);
        } while (NowUs() / (86_400 * Second) != now / (86_400 * Second));

        closed.Open.ShouldBe([1.0]);
        withOpen.Open.ShouldBe([1.0, 3.0]);
        withOpen.LastIsOpen.ShouldBeTrue();
    }

    [Fact]
    public async Task A_subscriber_sees_the_open_candle_grow_close_and_be_corrected()
    {
        var first = Start / (60 * Second) * 60 * Second;
        await WriteAsync([(first, 1, 2, 0)]);
        using var call = _client.SubscribeCandles(
            new SubscribeCandlesRequest
            {
                Symbols = { _symbol },
                Timeframe = Timeframe._1M,
                UpdateMs = 1,
            },
            suite.KeyHeaders
        );
        var seen = new List<(long Open, double Close, ulong Ticks, bool Closed)>();
        async Task UntilAsync(Func<(long Open, double Close, ulong Ticks, bool Closed), bool> isIt)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (!seen.Any(isIt))
            {
                (await call.ResponseStream.MoveNext(patience.Token)).ShouldBeTrue();
                if (call.ResponseStream.Current is { Candle: { } candle } response)
                {
                    seen.Add(
                        (
                            candle.OpenTimeUs[0],
                            candle.Close[0],
                            candle.TickCount[0],
                            response.Closed
                        )
                    );
                }
            }
        }

        await UntilAsync(candle => candle.Open == first);
        await WriteAsync([(first + Second, 5, 6, 0)]);
        await UntilAsync(candle => candle.Open == first && candle.Close == 5 && candle.Ticks == 2);
        await WriteAsync([(first + (60 * Second), 7, 8, 0)]);
        await UntilAsync(candle => candle.Open == first && candle.Closed && candle.Ticks == 2);
        await WriteAsync([(first + (2 * Second), 9, 10, 0)]);
        await UntilAsync(candle => candle.Open == first && candle.Closed && candle.Ticks == 3);
        seen[^1].Close.ShouldBe(9);
    }

    private static string NewSymbol() => $"C{Guid.NewGuid():N}"[..20];

    private static long NowUs() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000;

    private async Task WriteAsync((long Time, double Bid, double Ask, ulong Volume)[] ticks)
    {
        var batch = new TickBatch { Symbols = { _symbol } };
        foreach (var (time, bid, ask, volume) in ticks)
        {
            batch.TimeUs.Add(time);
            batch.Bid.Add(bid);
            batch.Ask.Add(ask);
            batch.Volume.Add(volume);
        }
        var answer = await _client.WriteTickBatchAsync(
            new WriteTickBatchRequest { Batch = batch },
            suite.KeyHeaders
        );
        answer.AcceptedRows.ShouldBe((uint)ticks.Length);
    }

    private async Task<CandleBatch> ReadAllAsync(
        Timeframe timeframe,
        PriceSide side,
        uint pageSize,
        bool includeOpen = false
    )
    {
        var all = new CandleBatch();
        var request = new GetCandlesRequest
        {
            Symbol = _symbol,
            Timeframe = timeframe,
            Side = side,
            PageSize = pageSize,
            IncludeOpen = includeOpen,
        };
        do
        {
            var page = await _client.GetCandlesAsync(request, suite.KeyHeaders);
            all.MergeFrom(page.Candles);
            request.PageToken = page.NextPageToken;
        } while (request.PageToken.Length > 0);
        return all;
    }
}
