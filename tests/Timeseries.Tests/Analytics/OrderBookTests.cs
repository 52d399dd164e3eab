using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Grpc.Core;
using Platform.Common.V1;
using Platform.Launcher.Books;
using Platform.ServiceDefaults;
using Platform.TestKit;
using Platform.Timeseries.Tests.Tables;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Analytics;

[Collection("tables suite")]
public class OrderBookTests(TablesSuite suite)
{
    private const string File = "books/xrpusdt-ob500.data.zip";
    private const string Broker = "bybit";

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());

    [RealDataFact(File)]
    public async Task The_book_at_any_time_is_that_of_an_independent_replay()
    {
        var lines = BookReplay.ReadLines(File);
        var table = new TableClient(suite);
        foreach (
            var batch in DepthRows.Batches(
                OrderBookFile.Read(new StringReader(string.Join('\n', lines))),
                Broker
            )
        )
        {
            var answer = await table.InsertAsync(
                new InsertRowsRequest { Table = "market_depth", Batch = batch }
            );
            answer.AcceptedRows.ShouldBe(batch.RowCount);
        }

        var messages = lines.ConvertAll(line => JsonDocument.Parse(line).RootElement);
        var first = messages[0].GetProperty("ts").GetInt64();
        var last = messages[^1].GetProperty("ts").GetInt64();
        // A fixed seed, so that a failure can be looked at again.
        var random = new Random(20241201);
        for (var check = 0; check < 100; check++)
        {
            var time = random.NextInt64(first, last + 1_000);
            var (bids, asks) = BookReplay.At(messages, time);

            var book = await _client.GetOrderBookAsync(
                new GetOrderBookRequest
                {
                    Symbol = "XRPUSDT",
                    TimeUs = time * 1_000,
                    Depth = 50,
                    Broker = check % 2 == 0 ? "" : Broker,
                },
                suite.KeyHeaders
            );

            book.Bids.Select(level => (level.Price, level.Volume))
                .ShouldBe(bids, $"bids at {time}");
            book.Asks.Select(level => (level.Price, level.Volume))
                .ShouldBe(asks, $"asks at {time}");
            book.Spread.ShouldBe(asks[0].Price - bids[0].Price);
            book.Mid.ShouldBe((asks[0].Price + bids[0].Price) / 2);
            book.TimeUs.ShouldBeLessThanOrEqualTo(time * 1_000);
            book.Imbalance.ShouldBeInRange(-1, 1);
            book.Microprice.ShouldBeInRange(bids[0].Price, asks[0].Price);
        }
    }

    [Fact]
    public async Task A_level_emptied_is_gone_and_an_unknown_book_is_said_to_be()
    {
        const string Rows = """
            {"type":"snapshot","ts":1700000000000,"data":{"s":"TESTBOOK","b":[["10","1"],["9","2"]],"a":[["11","3"],["12","4"]]}}
            {"type":"delta","ts":1700000001000,"data":{"s":"TESTBOOK","b":[["10","0"]],"a":[["10.5","6"]]}}
            {"type":"delta","ts":1700000001000,"data":{"s":"TESTBOOK","b":[],"a":[["10.5","5"],["12","0"]]}}
            """;
        var table = new TableClient(suite);
        var changes = OrderBookFile.Read(new StringReader(Rows));
        foreach (var batch in DepthRows.Batches(changes, Broker))
        {
            await table.InsertAsync(
                new InsertRowsRequest { Table = "market_depth", Batch = batch }
            );
        }

        var book = await _client.GetOrderBookAsync(
            new GetOrderBookRequest { Symbol = "TESTBOOK" },
            suite.KeyHeaders
        );
        book.Bids.Select(level => (level.Price, level.Volume)).ShouldBe([(9.0, 2.0)]);
        book.Asks.Select(level => (level.Price, level.Volume)).ShouldBe([(10.5, 5.0), (11.0, 3.0)]);
        book.TimeUs.ShouldBe(1_700_000_001_000_000);
        book.Imbalance.ShouldBe((2.0 - 8.0) / 10.0);
        book.Microprice.ShouldBe(((9.0 * 5) + (10.5 * 2)) / 7, 1e-12);

        var failure = await Should.ThrowAsync<RpcException>(async () =>
            await _client.GetOrderBookAsync(
                new GetOrderBookRequest { Symbol = "TESTBOOK", TimeUs = 1_600_000_000_000_000 },
                suite.KeyHeaders
            )
        );
        failure.Reason().ShouldBe(ErrorReason.UnknownSymbol);
    }
}
