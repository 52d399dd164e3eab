using Grpc.Core;
using Platform.Common.V1;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Candles;

/// <summary>A tick as it was written, and where it came in the order of writing.</summary>
internal sealed record WrittenTick(
    long TimeUs,
    double Bid,
    double Ask,
    double Last,
    ulong Volume,
    string Broker,
    int Order
);

/// <summary>What was written of one symbol, and the candles that follow from it by the plainest means.</summary>
internal sealed class TickLedger(
    TimeseriesService.TimeseriesServiceClient client,
    Metadata headers,
    string symbol
)
{
    public const long Second = 1_000_000;

    private readonly List<WrittenTick> _ticks = [];

    public string Symbol { get; } = symbol;

    public IReadOnlyList<WrittenTick> Ticks => _ticks;

    public static IReadOnlyList<Timeframe> Timeframes { get; } =
    [
        Timeframe._1S,
        Timeframe._1M,
        Timeframe._5M,
        Timeframe._15M,
        Timeframe._30M,
        Timeframe._1H,
        Timeframe._4H,
        Timeframe._1D,
        Timeframe._1W,
    ];

    public static long LengthOf(Timeframe timeframe) =>
        Second
        * timeframe switch
        {
            Timeframe._1S => 1,
            Timeframe._1M => 60,
            Timeframe._5M => 300,
            Timeframe._15M => 900,
            Timeframe._30M => 1_800,
            Timeframe._1H => 3_600,
            Timeframe._4H => 14_400,
            Timeframe._1D => 86_400,
            _ => 604_800,
        };

    public static long OpenOf(long timeUs, Timeframe timeframe)
    {
        // Weeks begin on Mondays at midnight: 1970-01-05 was one.
        var shift = timeframe == Timeframe._1W ? 4 * 86_400 * Second : 0;
        var length = LengthOf(timeframe);
        return ((timeUs - shift) / length * length) + shift;
    }

    /// <summary>Some ticks in no order of time: a tenth of them hours late, some in the same microsecond.</summary>
    public static List<(long, double, double, double, ulong)> Make(
        Random random,
        int count,
        long startUs,
        long stepUs
    )
    {
        var made = new List<(long, double, double, double, ulong)>();
        for (var i = 0; i < count; i++)
        {
            var late = random.Next(10) == 0 ? 7_200 * Second : 0;
            var time = startUs + (i / 2 * 2 * stepUs) - late;
            var bid = 100 + random.NextDouble();
            made.Add(
                (
                    time,
                    bid,
                    bid + random.NextDouble(),
                    random.Next(3) == 0 ? bid : 0,
                    (ulong)random.Next(3)
                )
            );
        }
        return made;
    }

    public async Task WriteAsync(
        IReadOnlyList<(long Time, double Bid, double Ask, double Last, ulong Volume)> ticks,
        string broker = ""
    )
    {
        var batch = new TickBatch { Symbols = { Symbol }, Brokers = { broker } };
        foreach (var (time, bid, ask, last, volume) in ticks)
        {
            batch.TimeUs.Add(time);
            batch.Bid.Add(bid);
            batch.Ask.Add(ask);
            batch.Last.Add(last);
            batch.Volume.Add(volume);
        }
        await WriteAsync(batch);
        foreach (var (time, bid, ask, last, volume) in ticks)
        {
            _ticks.Add(new WrittenTick(time, bid, ask, last, volume, broker, _ticks.Count));
        }
    }

    public async Task<CandleBatch> ReadAsync(
        Timeframe timeframe,
        PriceSide side,
        Action<GetCandlesRequest>? change = null
    )
    {
        var all = new CandleBatch();
        var request = new GetCandlesRequest
        {
            Symbol = Symbol,
            Timeframe = timeframe,
            Side = side,
            PageSize = 997,
            IncludeOpen = true,
        };
        change?.Invoke(request);
        do
        {
            var page = await UntilAnsweredAsync(() =>
                client.GetCandlesAsync(request, headers).ResponseAsync
            );
            all.MergeFrom(page.Candles);
            request.PageToken = page.NextPageToken;
        } while (request.PageToken.Length > 0);
        return all;
    }

    /// <summary>Reads the candles and holds them against those made from the ticks.</summary>
    public async Task CheckAsync(Timeframe timeframe, PriceSide side, string broker = "")
    {
        var candles = await ReadAsync(timeframe, side, request => request.Broker = broker);
        Check(candles, timeframe, side, tick => broker.Length == 0 || tick.Broker == broker);
    }

    public void Check(
        CandleBatch candles,
        Timeframe timeframe,
        PriceSide side,
        Func<WrittenTick, bool> isWanted
    )
    {
        var expected = _ticks
            .Where(tick => isWanted(tick) && PriceOf(tick, side) > 0)
            .GroupBy(tick => OpenOf(tick.TimeUs, timeframe))
            .OrderBy(group => group.Key)
            .ToList();
        candles.OpenTimeUs.ShouldBe(expected.Select(group => group.Key));
        for (var i = 0; i < expected.Count; i++)
        {
            var ordered = expected[i].OrderBy(tick => tick.TimeUs).ThenBy(tick => tick.Order);
            CheckOne(candles, i, [.. ordered], side);
        }
        candles.SpreadMax.Count.ShouldBe(expected.Count);
    }

    private static double PriceOf(WrittenTick tick, PriceSide side) =>
        side switch
        {
            PriceSide.Ask => tick.Ask,
            PriceSide.Mid => (tick.Bid + tick.Ask) / 2,
            PriceSide.Last => tick.Last,
            _ => tick.Bid,
        };

    private static void CheckOne(CandleBatch candles, int i, WrittenTick[] ticks, PriceSide side)
    {
        var prices = ticks.Select(tick => PriceOf(tick, side)).ToArray();
        var spreads = ticks.Select(tick => tick.Ask - tick.Bid).ToArray();
        var volume = ticks.Aggregate(0ul, (sum, tick) => sum + tick.Volume);
        var vwap =
            volume > 0
                ? ticks.Zip(prices).Sum(pair => pair.First.Volume * pair.Second) / volume
                : prices.Average();
        var where = $"candle {i}, which opens at {candles.OpenTimeUs[i]}";
        Same(candles.Open[i], prices[0], 0, where);
        Same(candles.High[i], prices.Max(), 0, where);
        Same(candles.Low[i], prices.Min(), 0, where);
        Same(candles.Close[i], prices[^1], 0, where);
        Same(candles.TickCount[i], ticks.Length, 0, where);
        Same(candles.Volume[i], volume, 0, where);
        Same(candles.Vwap[i], vwap, 1e-9, where);
        Same(candles.SpreadMean[i], spreads.Average(), 1e-9, where);
        Same(candles.SpreadMin[i], spreads.Min(), 0, where);
        Same(candles.SpreadMax[i], spreads.Max(), 0, where);
    }

    // Shouldly only for what is wrong: there are millions of them.
    private static void Same(double value, double expected, double tolerance, string where)
    {
        if (Math.Abs(value - expected) > tolerance)
        {
            value.ShouldBe(expected, tolerance, where);
        }
    }

    // The same request id, so that a repeat after a cut adds nothing.
    private async Task WriteAsync(TickBatch batch)
    {
        var request = new WriteTickBatchRequest
        {
            Batch = batch,
            RequestId = Guid.NewGuid().ToString(),
        };
        var answer = await UntilAnsweredAsync(() =>
            client.WriteTickBatchAsync(request, headers).ResponseAsync
        );
        (answer.AcceptedRows + answer.DuplicateRows).ShouldBe((uint)batch.TimeUs.Count);
    }

    private static async Task<T> UntilAnsweredAsync<T>(Func<Task<T>> call)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (true)
        {
            try
            {
                return await call();
            }
            catch (RpcException e)
                when ((
                        // The service asks the log with a deadline of its own.
                        e.StatusCode
                            is StatusCode.Unavailable
                                or StatusCode.Aborted
                                or StatusCode.DeadlineExceeded
                        || e.Status.DebugException is IOException or HttpRequestException
                    )
                    && DateTime.UtcNow < deadline
                )
            {
                await Task.Delay(50);
            }
        }
    }
}
