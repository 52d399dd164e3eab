using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Grpc.Core;
using Platform.Common.V1;
using Platform.Launcher.Books;
using Platform.ServiceDefaults;
using Platform.TestKit;
using Platform.Timeseries.Tests.Analytics;
using Platform.Timeseries.Tests.Tables;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Indicators.Measures;

[Collection("tables suite")]
public class BookMeasuresTests(TablesSuite suite)
{
    private const string File = "books/xrpusdt-ob500.data.zip";
    private const int Depth = 10;

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());
    private readonly string _symbol = $"B{Guid.NewGuid():N}"[..16];

    [RealDataFact(File)]
    public async Task Every_state_of_a_real_book_has_the_measures_of_an_independent_replay()
    {
        await using var archive = await ZipFile.OpenReadAsync(RealData.PathOf(File));
        using var reader = new StreamReader(await archive.Entries[0].OpenAsync());
        var text = (await reader.ReadToEndAsync()).Replace("XRPUSDT", _symbol);
        await InsertAsync(text);
        var states = Replay(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        // Not from the first: the book before the range counts as the state before.
        var from = states[5].TimeUs;

        var pages = new GetBookMeasuresResponse();
        var token = "";
        do
        {
            var page = await ReadAsync(from, states[^1].TimeUs + 1, 7, token);
            page.Broker.ShouldBe("bybit");
            page.TimeUs.Count.ShouldBeInRange(1, 7);
            token = page.NextPageToken;
            pages.MergeFrom(page);
        } while (token.Length > 0);
        var whole = await ReadAsync(from, states[^1].TimeUs + 1, 0, "");
        whole.TimeUs.ShouldBe(pages.TimeUs);
        whole.OrderFlowTotal.ShouldBe(pages.OrderFlowTotal);

        pages.TimeUs.Count.ShouldBeGreaterThan(20);
        pages.TimeUs.ShouldBeSubsetOf(states.Select(state => state.TimeUs));
        var total = 0.0;
        for (var i = 0; i < pages.TimeUs.Count; i++)
        {
            var at = states.FindIndex(state => state.TimeUs == pages.TimeUs[i]);
            var (bids, asks) = (states[at].Bids, states[at].Asks);
            var (bidDepth, askDepth) = (bids.Sum(one => one.Volume), asks.Sum(one => one.Volume));
            pages.Mid[i].ShouldBe((bids[0].Price + asks[0].Price) / 2, 1e-12);
            pages.Spread[i].ShouldBe(asks[0].Price - bids[0].Price, 1e-12);
            pages.BidDepth[i].ShouldBe(bidDepth, 1e-6);
            pages.AskDepth[i].ShouldBe(askDepth, 1e-6);
            pages.Imbalance[i].ShouldBe((bidDepth - askDepth) / (bidDepth + askDepth), 1e-9);
            var microprice =
                ((bids[0].Price * asks[0].Volume) + (asks[0].Price * bids[0].Volume))
                / (bids[0].Volume + asks[0].Volume);
            pages.Microprice[i].ShouldBe(microprice, 1e-9);
            var flow = Flow(states[at - 1], states[at]);
            total += flow;
            pages.OrderFlow[i].ShouldBe(flow, 1e-6);
            pages.OrderFlowTotal[i].ShouldBe(total, 1e-6);
        }
        // What is not a row of its own changed nothing.
        for (var at = 6; at < states.Count; at++)
        {
            if (!pages.TimeUs.Contains(states[at].TimeUs))
            {
                states[at].Bids.ShouldBe(states[at - 1].Bids);
                states[at].Asks.ShouldBe(states[at - 1].Asks);
            }
        }
    }

    [Fact]
    public async Task A_side_that_goes_and_comes_counts_its_whole_volume()
    {
        await InsertAsync(
            """
            {"type":"snapshot","ts":1700000000000,"data":{"s":"SYMBOL","b":[["10","1"]],"a":[["11","3"]]}}
            {"type":"delta","ts":1700000001000,"data":{"s":"SYMBOL","b":[],"a":[["11","0"]]}}
            {"type":"delta","ts":1700000002000,"data":{"s":"SYMBOL","b":[],"a":[["12","5"]]}}
            {"type":"delta","ts":1700000003000,"data":{"s":"SYMBOL","b":[["10","0"]],"a":[]}}
            """.Replace("SYMBOL", _symbol)
        );

        var read = await ReadAsync(1_700_000_000_000_000, 1_700_000_004_000_000, 0, "");

        read.OrderFlow.ShouldBe([0, 3, -5, -1]);
        read.OrderFlowTotal.ShouldBe([0, 3, -2, -3]);
        read.Imbalance.ShouldBe([-0.5, 1, -4.0 / 6, -1]);
        read.Mid.ShouldBe([10.5, 10, 11, 12]);
    }

    [Fact]
    public async Task What_is_not_to_be_had_is_refused_with_what_to_do()
    {
        async Task<RpcException> RefusedAsync(GetBookMeasuresRequest request) =>
            await Should.ThrowAsync<RpcException>(async () =>
                await _client.GetBookMeasuresAsync(request, suite.KeyHeaders)
            );

        (await RefusedAsync(new() { Symbol = _symbol }))
            .Reason()
            .ShouldBe(ErrorReason.UnknownSymbol);
        (await RefusedAsync(new())).Status.Detail.ShouldContain("symbol");
        (await RefusedAsync(new() { Symbol = _symbol, Depth = 256 })).Status.Detail.ShouldContain(
            "255"
        );
        (
            await RefusedAsync(new() { Symbol = _symbol, StartTimeUs = -1 })
        ).Status.Detail.ShouldContain("end_time_us");
    }

    private async Task InsertAsync(string lines)
    {
        var table = new TableClient(suite);
        var changes = OrderBookFile.Read(new StringReader(lines));
        foreach (var batch in DepthRows.Batches(changes, "bybit"))
        {
            await table.InsertAsync(
                new InsertRowsRequest { Table = "market_depth", Batch = batch }
            );
        }
    }

    private async Task<GetBookMeasuresResponse> ReadAsync(
        long from,
        long to,
        uint page,
        string token
    ) =>
        await _client.GetBookMeasuresAsync(
            new GetBookMeasuresRequest
            {
                Symbol = _symbol,
                StartTimeUs = from,
                EndTimeUs = to,
                Depth = Depth,
                PageSize = page,
                PageToken = token,
            },
            suite.KeyHeaders
        );

    /// <summary>Order flow as the paper prints it, of two states that have both sides.</summary>
    private static double Flow(State before, State now)
    {
        var (b0, b1) = (before.Bids[0], now.Bids[0]);
        var (a0, a1) = (before.Asks[0], now.Asks[0]);
        var bid =
            b1.Price > b0.Price ? b1.Volume
            : b1.Price < b0.Price ? -b0.Volume
            : b1.Volume - b0.Volume;
        var ask =
            a1.Price < a0.Price ? a1.Volume
            : a1.Price > a0.Price ? -a0.Volume
            : a1.Volume - a0.Volume;
        return bid - ask;
    }

    /// <summary>The book after each moment: everything up to it, anew from the first line.</summary>
    private static List<State> Replay(string[] lines)
    {
        var messages = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var times = messages.Select(one => one.GetProperty("ts").GetInt64()).Distinct();
        return [.. times.Select(time => StateAt(messages, time))];
    }

    private static State StateAt(List<JsonElement> messages, long time)
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
        return new State(
            time * 1_000,
            [.. Best(bids).OrderByDescending(one => one.Price).Take(Depth)],
            [.. Best(asks).OrderBy(one => one.Price).Take(Depth)]
        );
    }

    private static IEnumerable<(double Price, double Volume)> Best(
        Dictionary<double, double> side
    ) => side.Where(one => one.Value > 0).Select(one => (one.Key, one.Value));

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

    private sealed record State(
        long TimeUs,
        List<(double Price, double Volume)> Bids,
        List<(double Price, double Volume)> Asks
    );
}
