using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tests.Tables;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Indicators.Measures;

/// <summary>Time and sales against a recomputation that keeps no state: each trade is looked at with all the ticks before it.</summary>
[Collection("tables suite")]
public class TimeAndSalesTests(TablesSuite suite)
{
    private const long Start = 1_715_126_400_000_000;
    private const double BlockVolume = 30;

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());
    private readonly string _symbol = $"S{Guid.NewGuid():N}"[..16];

    [Theory]
    [InlineData("")]
    [InlineData("two")]
    public async Task Every_trade_has_the_side_and_the_sums_of_a_plain_recomputation(string broker)
    {
        var ticks = Tape.Random(1, 3_000, Start, 2_000_000);
        await WriteAsync(ticks);
        var ours = ticks.Where(tick => broker.Length == 0 || tick.Broker == broker).ToList();
        // What came before the range still decides the first quote and the first change of price.
        var (from, to) = (ours[700].TimeUs, ours[^100].TimeUs);

        var whole = await ReadAsync(from, to, broker, 10_000, "");
        whole.NextPageToken.ShouldBeEmpty();
        ShouldBe(whole.Sales, Expected(ours, from, to));

        var pages = new SaleBatch();
        var token = "";
        do
        {
            var page = await ReadAsync(from, to, broker, 77, token);
            page.Sales.TimeUs.Count.ShouldBeLessThanOrEqualTo(77);
            pages.MergeFrom(page.Sales);
            token = page.NextPageToken;
        } while (token.Length > 0);
        ShouldBe(pages, Expected(ours, from, to));
    }

    [Fact]
    public async Task A_late_trade_stands_where_its_time_is()
    {
        await WriteAsync([new(Start, 10, 12, 0, 0), new(Start + 20, 10, 12, 12, 5)]);
        await WriteAsync([new(Start + 10, 10, 12, 10, 3)]);

        var sales = (await ReadAsync(Start, Start + 100, "", 0, "")).Sales;

        sales.TimeUs.ShouldBe([Start + 10, Start + 20]);
        sales.Side.ShouldBe([TradeSide.Sell, TradeSide.Buy]);
        sales.Delta.ShouldBe([-3, 2]);
    }

    [Fact]
    public async Task Live_they_are_those_of_the_range_with_its_history()
    {
        // Of one broker: live they come by position, and each broker's ticks of a batch are a record of their own.
        var ticks = Tape.Random(2, 600, Start, 1_000_000)
            .ConvertAll(tick => tick with { Broker = "" });
        await WriteAsync(ticks[..300]);
        using var call = _client.SubscribeTimeAndSales(
            new SubscribeTimeAndSalesRequest
            {
                Symbols = { _symbol },
                Start = new TickStart { TimeUs = Start },
                BlockVolume = BlockVolume,
            },
            suite.KeyHeaders
        );
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var sales = new SaleBatch();
        var trades = ticks.Count(tick => tick.IsTrade);
        var isLive = false;
        while (sales.TimeUs.Count < trades)
        {
            (await call.ResponseStream.MoveNext(timeout.Token)).ShouldBeTrue();
            var response = call.ResponseStream.Current;
            foreach (var batch in response.Sales)
            {
                batch.Symbol.ShouldBe(_symbol);
                response.Frame.Positions.ShouldNotBeEmpty();
                sales.MergeFrom(batch);
            }
            if (response.Frame.BodyCase == TickFrame.BodyOneofCase.CaughtUp && !isLive)
            {
                isLive = true;
                sales.TimeUs.Count.ShouldBe(ticks.Take(300).Count(tick => tick.IsTrade));
                await WriteAsync(ticks[300..]);
            }
        }
        isLive.ShouldBeTrue();
        ShouldBe(sales, Expected(ticks, Start, long.MaxValue));
    }

    [Fact]
    public async Task What_is_not_to_be_had_is_refused_with_what_to_do()
    {
        await WriteAsync([new(Start, 10, 12, 0, 0)]);
        (await FailureAsync(request => request.Symbol = _symbol + "x"))
            .Reason()
            .ShouldBe(ErrorReason.UnknownSymbol);
        (await FailureAsync(request => request.EndTimeUs = 1))
            .Reason()
            .ShouldBe(ErrorReason.InvalidArgument);
        (await FailureAsync(request => request.BlockVolume = -1)).Status.Detail.ShouldContain(
            "block_volume"
        );
        (await FailureAsync(request => request.PageSize = 10_001))
            .ReasonMetadata("limit")
            .ShouldBe("Measures:PageMax");
        (await FailureAsync(request => request.PageToken = "x"))
            .Reason()
            .ShouldBe(ErrorReason.InvalidPageToken);
        var conflate = new SubscribeTimeAndSalesRequest
        {
            Symbols = { _symbol },
            SlowReader = SlowReaderPolicy.Conflate,
        };
        using var call = _client.SubscribeTimeAndSales(conflate, suite.KeyHeaders);
        (
            await Should.ThrowAsync<RpcException>(async () =>
                await call.ResponseStream.MoveNext(default)
            )
        ).Status.Detail.ShouldContain("CATCH_UP");
    }

    private Task WriteAsync(IReadOnlyList<Written> ticks) =>
        Tape.WriteAsync(_client, suite.KeyHeaders, _symbol, ticks);

    private async Task<GetTimeAndSalesResponse> ReadAsync(
        long start,
        long end,
        string broker,
        uint page,
        string token
    ) =>
        await _client.GetTimeAndSalesAsync(
            new GetTimeAndSalesRequest
            {
                Symbol = _symbol,
                StartTimeUs = start,
                EndTimeUs = end,
                Broker = broker,
                BlockVolume = BlockVolume,
                PageSize = page,
                PageToken = token,
            },
            suite.KeyHeaders
        );

    private async Task<RpcException> FailureAsync(Action<GetTimeAndSalesRequest> spoil)
    {
        var request = new GetTimeAndSalesRequest { Symbol = _symbol, StartTimeUs = Start };
        spoil(request);
        return await Should.ThrowAsync<RpcException>(async () =>
            await _client.GetTimeAndSalesAsync(request, suite.KeyHeaders)
        );
    }

    /// <summary>The rule as it is written, over all the ticks in order of time and writing.</summary>
    private static SaleBatch Expected(List<Written> ticks, long from, long to)
    {
        var expected = new SaleBatch();
        var taken = new List<(Written Tick, TradeSide Side)>();
        for (var i = 0; i < ticks.Count; i++)
        {
            var tick = ticks[i];
            if (!tick.IsTrade || tick.TimeUs < from || tick.TimeUs >= to)
            {
                continue;
            }
            var (bid, ask) = i == 0 ? (0, 0) : (ticks[i - 1].Bid, ticks[i - 1].Ask);
            var other = ticks.Take(i).LastOrDefault(one => one.IsTrade && one.Last != tick.Last);
            var byTick =
                other is null ? TradeSide.Unspecified
                : tick.Last > other.Last ? TradeSide.Buy
                : TradeSide.Sell;
            var middle = (bid + ask) / 2;
            var side =
                bid == 0 || tick.Last == middle ? byTick
                : tick.Last > middle ? TradeSide.Buy
                : TradeSide.Sell;
            taken.Add((tick, side));
            var volume = taken.Sum(one => (double)one.Tick.Volume);
            expected.TimeUs.Add(tick.TimeUs);
            expected.Price.Add(tick.Last);
            expected.Volume.Add(tick.Volume);
            expected.Side.Add(side);
            expected.Bid.Add(bid);
            expected.Ask.Add(ask);
            expected.CumulativeVolume.Add(volume);
            expected.Vwap.Add(taken.Sum(one => one.Tick.Last * one.Tick.Volume) / volume);
            expected.Delta.Add(
                taken.Where(one => one.Side == TradeSide.Buy).Sum(one => (double)one.Tick.Volume)
                    - taken
                        .Where(one => one.Side == TradeSide.Sell)
                        .Sum(one => (double)one.Tick.Volume)
            );
            expected.Block.Add(tick.Volume >= BlockVolume);
        }
        return expected;
    }

    private static void ShouldBe(SaleBatch sales, SaleBatch expected)
    {
        expected.TimeUs.Count.ShouldBeGreaterThan(100);
        sales.TimeUs.ShouldBe(expected.TimeUs);
        sales.Price.ShouldBe(expected.Price);
        sales.Volume.ShouldBe(expected.Volume);
        sales.Bid.ShouldBe(expected.Bid);
        sales.Ask.ShouldBe(expected.Ask);
        sales.Side.ShouldBe(expected.Side);
        sales.CumulativeVolume.ShouldBe(expected.CumulativeVolume);
        sales.Delta.ShouldBe(expected.Delta);
        sales.Block.ShouldBe(expected.Block);
        sales
            .Vwap.Zip(expected.Vwap)
            .ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) <= 1e-9 * pair.Second);
    }
}
