using Grpc.Core;
using Platform.Common.V1;
using Platform.Launcher.Books;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tests.Analytics;
using Platform.Timeseries.Tests.Tables;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Indicators.Measures;

[Collection("tables suite")]
public class SlippageTests(TablesSuite suite)
{
    private const long Start = 1_715_126_400_000_000;

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());
    private readonly string _symbol = $"X{Guid.NewGuid():N}"[..16];

    [Fact]
    public async Task Executions_are_compared_with_the_quote_in_force()
    {
        var ticks = Tape.Random(5, 500, Start, 1_000_000);
        await Tape.WriteAsync(_client, suite.KeyHeaders, _symbol, ticks);
        var random = new Random(6);
        var request = new ComputeSlippageRequest { PipSize = 0.01 };
        for (var i = 0; i < 60; i++)
        {
            request.Executions.Add(
                new Execution
                {
                    Symbol = _symbol,
                    // Also before the first quote, and at the very time of one.
                    TimeUs =
                        i % 3 == 0
                            ? ticks[random.Next(ticks.Count)].TimeUs
                            : random.NextInt64(Start - 20_000_000, ticks[^1].TimeUs + 5_000_000),
                    Side = i % 2 == 0 ? TradeSide.Buy : TradeSide.Sell,
                    Price = Math.Round(95 + (random.NextDouble() * 10), 2),
                    Size = random.Next(1, 100),
                    ExpectedPrice = i % 7 == 0 ? 99.5 : 0,
                }
            );
        }

        var answer = await _client.ComputeSlippageAsync(request, suite.KeyHeaders);

        answer.Executions.Count.ShouldBe(60);
        var known = new List<(Execution Execution, double Pips)>();
        foreach (var (execution, row) in request.Executions.Zip(answer.Executions))
        {
            var quote = ticks.LastOrDefault(tick => tick.TimeUs <= execution.TimeUs);
            var isBuy = execution.Side == TradeSide.Buy;
            var expected =
                execution.ExpectedPrice > 0 ? execution.ExpectedPrice
                : isBuy ? quote?.Ask
                : quote?.Bid;
            row.Known.ShouldBe(expected is not null);
            if (expected is not { } price)
            {
                continue;
            }
            var worse = (execution.Price - price) * (isBuy ? 1 : -1);
            row.ExpectedPrice.ShouldBe(price);
            row.ReferenceTimeUs.ShouldBe(execution.ExpectedPrice > 0 ? 0 : quote!.TimeUs);
            row.Pips.ShouldBe(worse * 100, 1e-9);
            row.Percent.ShouldBe(worse / price * 100, 1e-9);
            row.Cost.ShouldBe(worse * execution.Size, 1e-9);
            known.Add((execution, worse * 100));
        }
        known.Count.ShouldBeInRange(30, 59);
        answer.Summary.Count.ShouldBe((uint)known.Count);
        answer.Summary.MeanPips.ShouldBe(known.Average(one => one.Pips), 1e-9);
        answer.Summary.SizedMeanPips.ShouldBe(
            known.Sum(one => one.Pips * one.Execution.Size) / known.Sum(one => one.Execution.Size),
            1e-9
        );
        answer.Summary.ShareWorse.ShouldBe(known.Average(one => one.Pips > 0 ? 1.0 : 0), 1e-12);
    }

    [Fact]
    public async Task Executions_are_compared_with_what_the_book_could_fill()
    {
        var lines = """
            {"type":"snapshot","ts":1700000000000,"data":{"s":"SYMBOL","b":[["1.10","2"],["1.09","4"]],"a":[["1.11","1"],["1.12","3"],["1.15","10"]]}}
            """.Replace("SYMBOL", _symbol);
        var changes = OrderBookFile.Read(new StringReader(lines));
        foreach (var batch in DepthRows.Batches(changes, "bybit"))
        {
            await new TableClient(suite).InsertAsync(
                new InsertRowsRequest { Table = "market_depth", Batch = batch }
            );
        }
        Execution Of(TradeSide side, double price, double size, long time) =>
            new()
            {
                Symbol = _symbol,
                TimeUs = time,
                Side = side,
                Price = price,
                Size = size,
            };
        const long At = 1_700_000_000_000_000;

        var answer = await _client.ComputeSlippageAsync(
            new ComputeSlippageRequest
            {
                Reference = SlippageReference.Book,
                Executions =
                {
                    Of(TradeSide.Buy, 1.13, 4, At),
                    Of(TradeSide.Sell, 1.08, 12, At + 5),
                    Of(TradeSide.Buy, 1.13, 4, At - 1),
                },
            },
            suite.KeyHeaders
        );

        // One at 1.11 and three at 1.12.
        answer.Executions[0].ExpectedPrice.ShouldBe(1.1175, 1e-12);
        answer.Executions[0].ReferenceSize.ShouldBe(4);
        answer.Executions[0].ReferenceTimeUs.ShouldBe(At);
        answer.Executions[0].Pips.ShouldBe(125, 1e-9);
        // Six is all there was on the other side.
        answer.Executions[1].ReferenceSize.ShouldBe(6);
        answer.Executions[1].ExpectedPrice.ShouldBe(((2 * 1.10) + (4 * 1.09)) / 6, 1e-12);
        answer.Executions[2].ShouldBe(new ExecutionSlippage());
        answer.Summary.Count.ShouldBe(2u);
    }

    [Fact]
    public async Task Stored_executions_are_compared_page_by_page()
    {
        await Tape.WriteAsync(_client, suite.KeyHeaders, _symbol, [new(Start, 99, 101, 0, 0)]);
        const int count = 23;
        var numbers = Enumerable.Range(0, count).ToList();
        Column Of(string name, string kind, Func<int, object> value) =>
            WireValues.Make(name, kind, [.. numbers.Select(value)]);
        // Five of each moment, some alike in all; a row without a side is no execution.
        var batch = TableClient.Batch(
            Of("symbol", "strings", _ => _symbol),
            Of("timestamp", "timestamps_us", i => Start + (i / 5 * 1_000L)),
            Of(
                "trade_side",
                "strings",
                i =>
                    i == 22 ? ""
                    : i % 2 == 0 ? "buy"
                    : "SELL"
            ),
            Of("execution_price", "doubles", i => 100.0 + (i / 3)),
            Of("trade_volume", "doubles", _ => 2.0),
            Of("expected_price", "doubles", i => i % 4 == 0 ? 0.0 : 100.0)
        );
        await new TableClient(suite).InsertAsync(
            new InsertRowsRequest { Table = "order_flow", Batch = batch }
        );

        var read = new List<(Execution Execution, ExecutionSlippage Slippage)>();
        var token = "";
        do
        {
            var page = await _client.GetSlippageAsync(
                new GetSlippageRequest
                {
                    Symbol = _symbol,
                    StartTimeUs = Start,
                    EndTimeUs = Start + 1_000_000,
                    PageSize = 4,
                    PageToken = token,
                    PipSize = 1,
                },
                suite.KeyHeaders
            );
            page.Summary.Count.ShouldBe((uint)page.Executions.Count);
            read.AddRange(page.Executions.Zip(page.Slippage));
            token = page.NextPageToken;
        } while (token.Length > 0);

        var expected = numbers
            .Take(count - 1)
            .Select(i =>
            {
                var isBuy = i % 2 == 0;
                var price =
                    i % 4 != 0 ? 100.0
                    : isBuy ? 101
                    : 99;
                var executed = 100.0 + (i / 3);
                var pips = isBuy ? executed - price : price - executed;
                return (Start + (i / 5 * 1_000L), isBuy, executed, price, pips, pips * 2);
            })
            .Order();
        read.Select(one =>
                (
                    one.Execution.TimeUs,
                    one.Execution.Side == TradeSide.Buy,
                    one.Execution.Price,
                    one.Slippage.ExpectedPrice,
                    one.Slippage.Pips,
                    one.Slippage.Cost
                )
            )
            .Order()
            .ShouldBe(expected);
    }

    [Fact]
    public async Task What_is_not_an_execution_is_refused_by_its_place()
    {
        async Task<string> RefusedAsync(Action<Execution> spoil, double pip = 0)
        {
            var execution = new Execution
            {
                Symbol = _symbol,
                TimeUs = Start,
                Side = TradeSide.Buy,
                Price = 1,
                Size = 1,
                ExpectedPrice = 1,
            };
            var request = new ComputeSlippageRequest
            {
                Executions = { execution.Clone(), execution },
                PipSize = pip,
            };
            spoil(request.Executions[1]);
            var failure = await Should.ThrowAsync<RpcException>(async () =>
                await _client.ComputeSlippageAsync(request, suite.KeyHeaders)
            );
            return failure.Status.Detail;
        }

        (await RefusedAsync(one => one.Side = TradeSide.Unspecified)).ShouldContain(
            "executions[1].side"
        );
        (await RefusedAsync(one => one.Price = 0)).ShouldContain("executions[1].price");
        (await RefusedAsync(one => one.Size = double.NaN)).ShouldContain("executions[1].price");
        (await RefusedAsync(one => one.ExpectedPrice = -1)).ShouldContain("expected_price");
        (await RefusedAsync(one => one.Symbol = "")).ShouldContain("executions[1].symbol");
        (await RefusedAsync(one => one.TimeUs = -1)).ShouldContain("executions[1].time_us");
        (await RefusedAsync(_ => { }, double.PositiveInfinity)).ShouldContain("pip_size");
        var none = await Should.ThrowAsync<RpcException>(async () =>
            await _client.ComputeSlippageAsync(new ComputeSlippageRequest(), suite.KeyHeaders)
        );
        none.Status.Detail.ShouldContain("Measures:ExecutionsMax");
        var unknown = await Should.ThrowAsync<RpcException>(async () =>
            await _client.ComputeSlippageAsync(
                new ComputeSlippageRequest
                {
                    Executions =
                    {
                        new Execution
                        {
                            Symbol = _symbol,
                            Side = TradeSide.Buy,
                            Price = 1,
                            Size = 1,
                        },
                    },
                },
                suite.KeyHeaders
            )
        );
        unknown.Reason().ShouldBe(ErrorReason.UnknownSymbol);
    }
}
