using System.Text.Json;
using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.TestKit;
using Platform.Timeseries.Tests.Tables;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Analytics;

/// <summary>Books of crypto exchanges: a row is a whole book, its sides nested arrays.</summary>
[Collection("tables suite")]
public class SnapshotBookTests(TablesSuite suite)
{
    private const string File = "books/xrpusdt-ob500.data.zip";

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());
    private readonly TableClient _table = new(suite);
    private readonly string _symbol = $"XRP/{Guid.NewGuid():N}"[..16];

    [RealDataFact(File)]
    public async Task The_book_at_any_time_is_the_newest_snapshot_of_its_exchange()
    {
        var messages = BookReplay
            .ReadLines(File)
            .ConvertAll(line => JsonDocument.Parse(line).RootElement);
        var every = messages.Count / 20;
        var snapshots = messages
            .Where((_, place) => place % every == 0)
            .Select(message => message.GetProperty("ts").GetInt64())
            .Distinct()
            .Select(time => (TimeUs: time * 1_000, Book: BookReplay.At(messages, time)))
            .ToList();
        var answer = await InsertAsync(
            "bybit",
            snapshots.Select(one => (one.TimeUs, Levels(one.Book.Bids), Levels(one.Book.Asks)))
        );
        answer.AcceptedRows.ShouldBe((ulong)snapshots.Count);
        // Another exchange's book of the same symbol is no part of it.
        await InsertAsync("other", [(snapshots[^1].TimeUs, [Level(1, 1)], [Level(2, 2)])]);

        var random = new Random(20241201);
        for (var check = 0; check < 60; check++)
        {
            var time = random.NextInt64(snapshots[0].TimeUs, snapshots[^1].TimeUs + 1_000_000);
            var expected = snapshots.Last(one => one.TimeUs <= time);
            var book = await BookAsync("bybit", time, depth: 50);
            book.TimeUs.ShouldBe(expected.TimeUs);
            book.Bids.Select(level => (level.Price, level.Volume)).ShouldBe(expected.Book.Bids);
            book.Asks.Select(level => (level.Price, level.Volume)).ShouldBe(expected.Book.Asks);
        }
        var newest = await BookAsync("other", 0, depth: 5);
        newest.Mid.ShouldBe(1.5);
    }

    [Fact]
    public async Task Nested_arrays_come_back_as_they_were_and_sides_may_differ_or_be_empty()
    {
        const long Time = 1_750_000_000_000_000;
        List<object?> deep = [.. Enumerable.Range(1, 10_000).Select(i => Level(i, i / 4.0))];
        await InsertAsync(
            "edges",
            [
                (Time, deep, [Level(20_000, 3)]),
                (Time + 1, [], []),
                (Time + 2, [Level(double.Epsilon, 1)], []),
            ]
        );
        var (columns, _) = await _table.ReadAsync(
            new ReadRowsRequest
            {
                Table = "order_book",
                Filters =
                {
                    new Filter
                    {
                        Field = "symbol",
                        Op = FilterOp.Equal,
                        Values = { _symbol },
                    },
                },
            }
        );
        columns["bids"][0].ShouldBe(deep);
        columns["bids"][1].ShouldBe(new List<object?>());
        columns["asks"][0].ShouldBe(new List<object?> { Level(20_000, 3) });

        // Best first, whatever the order they came in.
        var book = await BookAsync("edges", Time, depth: 2);
        book.Bids.Select(level => level.Price).ShouldBe([10_000, 9_999]);
        book.Asks.ShouldHaveSingleItem().Volume.ShouldBe(3);
        (await BookAsync("edges", Time + 1, depth: 2)).Bids.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_level_that_is_no_pair_rejects_its_row_only()
    {
        var answer = await InsertAsync(
            "bad",
            [
                (1_750_000_000_000_000, [Level(1, 2), new List<object?> { 3.0 }], []),
                (1_750_000_000_000_001, [Level(1, 2)], []),
            ]
        );
        answer.AcceptedRows.ShouldBe(1ul);
        var reject = answer.Rejects.ShouldHaveSingleItem();
        reject.Row.ShouldBe(0u);
        reject.Detail.ShouldBe("item 1: the list has 1 values; it is [price, amount]");
    }

    [Fact]
    public async Task A_book_of_a_broker_and_of_an_exchange_at_once_is_refused()
    {
        var request = new GetOrderBookRequest
        {
            Symbol = _symbol,
            Broker = "b",
            Exchange = "e",
        };
        var failure = await Should.ThrowAsync<RpcException>(async () =>
            await _client.GetOrderBookAsync(request, suite.KeyHeaders)
        );
        failure.Reason().ShouldBe(ErrorReason.InvalidArgument);
        request.Broker = "";
        failure = await Should.ThrowAsync<RpcException>(async () =>
            await _client.GetOrderBookAsync(request, suite.KeyHeaders)
        );
        failure.Reason().ShouldBe(ErrorReason.UnknownSymbol);
    }

    private async Task<GetOrderBookResponse> BookAsync(string exchange, long timeUs, uint depth) =>
        await _client.GetOrderBookAsync(
            new GetOrderBookRequest
            {
                Symbol = _symbol,
                Exchange = exchange,
                TimeUs = timeUs,
                Depth = depth,
            },
            suite.KeyHeaders
        );

    private async Task<InsertRowsResponse> InsertAsync(
        string exchange,
        IEnumerable<(long TimeUs, List<object?> Bids, List<object?> Asks)> books
    )
    {
        var rows = books.ToList();
        return await _table.InsertAsync(
            new InsertRowsRequest
            {
                Table = "order_book",
                Batch = TableClient.Batch(
                    WireValues.Make(
                        "time",
                        "timestamps_us",
                        [.. rows.Select(row => (object?)row.TimeUs)]
                    ),
                    WireValues.Make("symbol", "strings", [.. rows.Select(_ => (object?)_symbol)]),
                    WireValues.Make(
                        "exchange",
                        "strings",
                        [.. rows.Select(_ => (object?)exchange)]
                    ),
                    WireValues.Make(
                        "bids",
                        "lists of lists of doubles",
                        [.. rows.Select(row => (object?)row.Bids)]
                    ),
                    WireValues.Make(
                        "asks",
                        "lists of lists of doubles",
                        [.. rows.Select(row => (object?)row.Asks)]
                    )
                ),
            }
        );
    }

    private static List<object?> Levels(List<(double Price, double Volume)> side) =>
        [.. side.Select(level => Level(level.Price, level.Volume))];

    private static List<object?> Level(double price, double amount) => [price, amount];
}
