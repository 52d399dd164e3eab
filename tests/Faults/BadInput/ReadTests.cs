using Grpc.Core;
using Platform.Common.V1;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.BadInput;

/// <summary>Reads of what is not there or may not be asked for.</summary>
[Collection("faulty suite")]
public class ReadTests(FaultySuite suite, ITestOutputHelper output) : GatewayCaller(suite, output)
{
    [Fact]
    public async Task Reading_a_symbol_nobody_wrote_says_so()
    {
        const string symbol = "NOBODY.WROTE.ME";
        (string, Func<Task>)[] reads =
        [
            (
                "GetRecentTicks",
                async () =>
                    await Client.GetRecentTicksAsync(
                        new GetRecentTicksRequest { Symbol = symbol },
                        Key
                    )
            ),
            ("ReadTicks", () => ReadAsync(new ReadTicksRequest { Symbols = { symbol } })),
            ("GetCandles", async () => await Client.GetCandlesAsync(Candles(symbol), Key)),
        ];
        foreach (var (name, read) in reads)
        {
            var answer = await Answer.OfAsync(read);
            answer.ShouldSay(
                Output,
                $"unknown symbol to {name}",
                StatusCode.NotFound,
                ErrorReason.UnknownSymbol,
                "No tick of this symbol"
            );
            answer.Metadata("symbol").ShouldBe(symbol);
        }
        var latest = await Client.GetLatestTicksAsync(
            new GetLatestTicksRequest { Symbols = { symbol } },
            Key
        );
        latest.MissingSymbols.ShouldBe([symbol]);
    }

    [Fact]
    public async Task A_page_token_of_another_query_or_a_broken_one_is_refused()
    {
        await WriteAsync(Ticks("BAD.PAGES", 10));
        await WriteAsync(Ticks("BAD.OTHERPAGES", 10));
        var token = await ReadAsync(
            new ReadTicksRequest { Symbols = { "BAD.PAGES" }, PageSize = 4 }
        );
        token.ShouldNotBeEmpty();
        var other = new ReadTicksRequest { Symbols = { "BAD.OTHERPAGES" }, PageToken = token };
        (await Answer.OfAsync(() => ReadAsync(other))).ShouldSay(
            Output,
            "page token of another query to ReadTicks",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidPageToken,
            "another query"
        );
        var broken = new ReadTicksRequest
        {
            Symbols = { "BAD.PAGES" },
            PageToken = token[..^3] + "!",
        };
        (await Answer.OfAsync(() => ReadAsync(broken))).ShouldSay(
            Output,
            "broken page token to ReadTicks",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidPageToken,
            "broken"
        );
        var candles = Candles("BAD.PAGES");
        candles.PageToken = token;
        (await Answer.OfAsync(async () => await Client.GetCandlesAsync(candles, Key))).ShouldSay(
            Output,
            "ReadTicks' page token to GetCandles",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidPageToken,
            "page token"
        );
    }

    [Fact]
    public async Task More_than_GetRecentTicks_gives_is_over_the_limit()
    {
        var answer = await Answer.OfAsync(async () =>
            await Client.GetRecentTicksAsync(
                new GetRecentTicksRequest { Symbol = "BAD.PAGES", Limit = 10_001 },
                Key
            )
        );
        answer.ShouldSay(
            Output,
            "limit of 10,001 to GetRecentTicks",
            StatusCode.ResourceExhausted,
            ErrorReason.LimitExceeded,
            "10001",
            "1 to 10000"
        );
        answer.Metadata("allowed").ShouldBe("1 to 10000");
    }

    [Fact]
    public async Task Times_below_zero_are_refused()
    {
        var read = new ReadTicksRequest { Symbols = { "BAD.PAGES" }, StartTimeUs = -5 };
        (await Answer.OfAsync(() => ReadAsync(read))).ShouldSay(
            Output,
            "negative time to ReadTicks",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidArgument,
            "-5",
            "0 or above"
        );
        var candles = Candles("BAD.PAGES");
        candles.EndTimeUs = -1;
        (await Answer.OfAsync(async () => await Client.GetCandlesAsync(candles, Key))).ShouldSay(
            Output,
            "negative time to GetCandles",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidArgument,
            "-1"
        );
        (
            await Answer.OfAsync(() => SubscribeAsync(Subscription(new TickStart { TimeUs = -1 })))
        ).ShouldSay(
            Output,
            "negative time to SubscribeTicks",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidArgument,
            "start.time_us",
            "-1"
        );
    }

    [Fact]
    public async Task A_range_that_ends_before_it_starts_is_refused()
    {
        var read = new ReadTicksRequest
        {
            Symbols = { "BAD.PAGES" },
            StartTimeUs = 20,
            EndTimeUs = 10,
        };
        (await Answer.OfAsync(() => ReadAsync(read))).ShouldSay(
            Output,
            "range that ends before it starts",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidArgument,
            "end is after the start"
        );
    }
}
