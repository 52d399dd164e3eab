using Grpc.Core;
using Platform.Timeseries.Tests.Candles;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Analytics;

[Collection("rollup suite")]
public class DashboardTests(RollupSuite suite)
{
    // A Wednesday, midnight UTC.
    private const long Start = 1_715_126_400_000_000;

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());

    [Fact]
    public async Task The_newest_value_of_each_indicator_is_the_last_that_is_computed()
    {
        var ledgers = new[] { Open(), Open() };
        var random = new Random(5);
        foreach (var ledger in ledgers)
        {
            await ledger.WriteAsync(TickLedger.Make(random, 600, Start, 41 * TickLedger.Second));
        }
        var request = new GetIndicatorDashboardRequest
        {
            Symbols = { ledgers.Select(one => one.Symbol) },
            Timeframes = { Timeframe._1M, Timeframe._5M, Timeframe._1D },
            Side = PriceSide.Mid,
            Indicators =
            {
                new IndicatorSpec { Name = "sma", Parameters = { ["period"] = 7 } },
                new IndicatorSpec { Name = "macd" },
                new IndicatorSpec { Name = "obv" },
                new IndicatorSpec { Name = "correlation", OtherSymbol = ledgers[1].Symbol },
            },
        };

        var dashboard = await _client.GetIndicatorDashboardAsync(request, suite.KeyHeaders);

        var cells = new List<IndicatorBatch>(dashboard.Indicators);
        cells.Count.ShouldBe(2 * 3 * 4);
        foreach (var cell in cells)
        {
            var computed = await _client.ComputeIndicatorsAsync(
                new ComputeIndicatorsRequest
                {
                    Symbol = cell.Symbol,
                    Timeframe = cell.Timeframe,
                    Side = PriceSide.Mid,
                    Indicators = { cell.Indicator },
                },
                suite.KeyHeaders
            );
            var all = computed.Indicators.ShouldHaveSingleItem();
            var where = $"{cell.Symbol} {cell.Timeframe} {cell.Indicator.Name}";
            if (cell.Indicator.Name == "correlation" && cell.OpenTimeUs.Count == 0)
            {
                // The other symbol has no such candle.
                continue;
            }
            cell.OpenTimeUs.ShouldBe([all.OpenTimeUs[^1]], where);
            cell.Ready.ShouldBe([all.Ready[^1]], where);
            for (var i = 0; i < all.Outputs.Count; i++)
            {
                cell.Outputs[i].Name.ShouldBe(all.Outputs[i].Name);
                var value = cell.Outputs[i].Values.ShouldHaveSingleItem();
                if (all.Ready[^1])
                {
                    // Recursive means are begun as far back as makes no difference.
                    value.ShouldBe(all.Outputs[i].Values[^1], 1e-6, where);
                }
            }
        }
        cells.ShouldContain(cell => cell.Indicator.Name == "sma" && cell.Ready[0]);
    }

    [Fact]
    public async Task What_can_not_be_answered_is_said()
    {
        var ledger = Open();
        await ledger.WriteAsync([(Start, 1, 2, 0, 1)]);
        (await RefusedAsync(ledger.Symbol, "sma", 0)).ShouldBe(StatusCode.InvalidArgument);
        (await RefusedAsync(ledger.Symbol, "nothing", 1)).ShouldBe(StatusCode.NotFound);
        (await RefusedAsync("NOBODY", "sma", 1)).ShouldBe(StatusCode.NotFound);
    }

    private async Task<StatusCode> RefusedAsync(string symbol, string indicator, int timeframes) =>
        (
            await Should.ThrowAsync<RpcException>(async () =>
                await _client.GetIndicatorDashboardAsync(
                    new GetIndicatorDashboardRequest
                    {
                        Symbols = { symbol },
                        Timeframes = { Enumerable.Repeat(Timeframe._1H, timeframes) },
                        Indicators = { new IndicatorSpec { Name = indicator } },
                    },
                    suite.KeyHeaders
                )
            )
        ).StatusCode;

    private TickLedger Open() => new(_client, suite.KeyHeaders, $"D{Guid.NewGuid():N}"[..20]);
}
