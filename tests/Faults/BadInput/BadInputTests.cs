using Grpc.Core;
using Platform.Common.V1;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.BadInput;

/// <summary>What a caller of the gateway is told of each kind of bad input: code, reason, and words that help.</summary>
[Collection("faulty suite")]
public class BadInputTests
{
    private const long TimeUs = 1_711_900_000_000_000;
    private readonly FaultySuite _suite;
    private readonly ITestOutputHelper _output;
    private readonly TimeseriesService.TimeseriesServiceClient _client;

    public BadInputTests(FaultySuite suite, ITestOutputHelper output)
    {
        _suite = suite;
        _output = output;
        _client = new TimeseriesService.TimeseriesServiceClient(suite.OpenGateway());
    }

    private Metadata Key => _suite.KeyHeaders;

    [Fact]
    public async Task Without_a_key_nothing_is_answered()
    {
        var answer = await Answer.OfAsync(async () =>
            await _client.GetLatestTicksAsync(new GetLatestTicksRequest())
        );
        answer.ShouldSay(
            _output,
            "no key",
            StatusCode.Unauthenticated,
            ErrorReason.Unauthenticated,
            "x-api-key"
        );
    }

    [Fact]
    public async Task With_a_wrong_key_nothing_is_answered_and_the_key_is_not_repeated()
    {
        const string wrong = "pk_not_a_key_of_this_suite_0123456789";
        var answer = await Answer.OfAsync(async () =>
            await _client.GetLatestTicksAsync(
                new GetLatestTicksRequest(),
                new Metadata { { "x-api-key", wrong } }
            )
        );
        answer
            .ShouldSay(
                _output,
                "wrong key",
                StatusCode.Unauthenticated,
                ErrorReason.Unauthenticated,
                "x-api-key"
            )
            .Message.ShouldNotContain(wrong);
    }

    [Fact]
    public async Task A_request_without_a_batch_is_malformed()
    {
        var answer = await Answer.OfAsync(() => WriteAsync(null));
        answer.ShouldSay(
            _output,
            "write without a batch",
            StatusCode.InvalidArgument,
            ErrorReason.MalformedBatch,
            "no batch"
        );
    }

    [Fact]
    public async Task Columns_of_different_lengths_are_malformed()
    {
        var batch = Ticks("BAD.LENGTHS", 3);
        batch.Ask.RemoveAt(0);
        var answer = await Answer.OfAsync(() => WriteAsync(batch));
        answer.ShouldSay(
            _output,
            "column lengths differ",
            StatusCode.InvalidArgument,
            ErrorReason.MalformedBatch,
            "ask",
            "2",
            "3"
        );
        answer.Metadata("column").ShouldBe("ask");
        answer.Metadata("allowed").ShouldBe("3 values");
    }

    [Fact]
    public async Task An_index_outside_its_dictionary_is_malformed()
    {
        var batch = Ticks("BAD.INDEX", 2);
        batch.SymbolIndex.AddRange([0, 7]);
        var answer = await Answer.OfAsync(() => WriteAsync(batch));
        answer.ShouldSay(
            _output,
            "index outside its dictionary",
            StatusCode.InvalidArgument,
            ErrorReason.MalformedBatch,
            "symbol_index",
            "7"
        );
        answer.Metadata("allowed").ShouldBe("0 to 0");
    }

    [Fact]
    public async Task A_malformed_batch_in_a_stream_ends_it_after_what_came_before_is_acknowledged()
    {
        using var call = _client.WriteTicks(Key);
        await call.RequestStream.WriteAsync(
            new WriteTicksRequest { Batch = Ticks("BAD.STREAM", 2) }
        );
        var bad = Ticks("BAD.STREAM", 2);
        bad.Bid.Add(1);
        await call.RequestStream.WriteAsync(new WriteTicksRequest { Batch = bad });
        var acknowledged = 0ul;
        var answer = await Answer.OfAsync(async () =>
        {
            await foreach (var response in call.ResponseStream.ReadAllAsync())
            {
                acknowledged = response.AckedSequence;
            }
        });
        answer.ShouldSay(
            _output,
            "malformed batch in a stream",
            StatusCode.InvalidArgument,
            ErrorReason.MalformedBatch,
            "bid"
        );
        acknowledged.ShouldBe(1ul);
    }

    [Fact]
    public async Task Bytes_that_are_no_message_are_refused()
    {
        var answer = await Answer.OfAsync(() => RawCalls.GarbageAsync(_suite));
        answer.ShouldSay(
            _output,
            "bytes that are no message",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidArgument,
            "can't be read"
        );
    }

    [Fact]
    public async Task A_message_of_10_MiB_is_over_the_limit()
    {
        var batch = Ticks("BAD.LARGE", 1);
        batch.Brokers.Add(new string('b', 10 << 20));
        var answer = await Answer.OfAsync(() => WriteAsync(batch));
        answer.ShouldSay(
            _output,
            "10 MiB message",
            StatusCode.ResourceExhausted,
            ErrorReason.LimitExceeded,
            $"{8 << 20}"
        );
    }

    [Fact]
    public async Task More_rows_than_a_batch_may_have_are_over_the_limit()
    {
        var answer = await Answer.OfAsync(() => WriteAsync(Ticks("BAD.ROWS", 65_537)));
        answer.ShouldSay(
            _output,
            "65,537 rows in a batch",
            StatusCode.ResourceExhausted,
            ErrorReason.LimitExceeded,
            "65537",
            "65536"
        );
        answer.Metadata("limit").ShouldBe("Ticks:BatchRowsMax");
    }

    [Fact]
    public async Task A_request_id_that_is_no_UUID_is_refused()
    {
        var answer = await Answer.OfAsync(() => WriteAsync(Ticks("BAD.ID", 1), "order-17"));
        answer.ShouldSay(
            _output,
            "request_id is no UUID",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidArgument,
            "request_id",
            "UUID"
        );
    }

    [Fact]
    public async Task Reading_a_symbol_nobody_wrote_says_so()
    {
        const string symbol = "NOBODY.WROTE.ME";
        (string, Func<Task>)[] reads =
        [
            (
                "GetRecentTicks",
                async () =>
                    await _client.GetRecentTicksAsync(
                        new GetRecentTicksRequest { Symbol = symbol },
                        Key
                    )
            ),
            ("ReadTicks", () => ReadAsync(new ReadTicksRequest { Symbols = { symbol } })),
            ("GetCandles", async () => await _client.GetCandlesAsync(Candles(symbol), Key)),
        ];
        foreach (var (name, read) in reads)
        {
            var answer = await Answer.OfAsync(read);
            answer.ShouldSay(
                _output,
                $"unknown symbol to {name}",
                StatusCode.NotFound,
                ErrorReason.UnknownSymbol,
                "No tick of this symbol"
            );
            answer.Metadata("symbol").ShouldBe(symbol);
        }
        var latest = await _client.GetLatestTicksAsync(
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
            _output,
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
            _output,
            "broken page token to ReadTicks",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidPageToken,
            "broken"
        );
        var candles = Candles("BAD.PAGES");
        candles.PageToken = token;
        (await Answer.OfAsync(async () => await _client.GetCandlesAsync(candles, Key))).ShouldSay(
            _output,
            "ReadTicks' page token to GetCandles",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidPageToken,
            "page token"
        );
    }

    [Fact]
    public async Task A_deadline_of_1_ms_is_kept()
    {
        await WriteAsync(Ticks("BAD.DEADLINE", 10));
        var answer = await Answer.OfAsync(async () =>
            await _client.GetCandlesAsync(
                Candles("BAD.DEADLINE"),
                Key,
                DateTime.UtcNow.AddMilliseconds(1)
            )
        );
        _output.WriteLine(
            $"| deadline of 1 ms | {answer.Code} | {answer.Reason} | {answer.Message} |"
        );
        answer.Code.ShouldBe(StatusCode.DeadlineExceeded);
        // The client's own clock may end the call before any answer is there.
        answer.Reason.ShouldBeOneOf(null, ErrorReason.DeadlineExceeded);
        answer.After.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_deadline_that_passes_in_the_suite_is_answered_with_its_reason()
    {
        var answer = await Answer.OfAsync(() => RawCalls.WithTimeoutAsync(_suite, "1m"));
        answer.ShouldSay(
            _output,
            "deadline of 1 ms, as the suite answers it",
            StatusCode.DeadlineExceeded,
            ErrorReason.DeadlineExceeded,
            "deadline"
        );
    }

    [Fact]
    public async Task A_position_beyond_the_log_is_refused_with_the_newest()
    {
        await WriteAsync(Ticks("BAD.POSITION", 1));
        var request = Subscription(
            new TickStart
            {
                Position = new StartPosition
                {
                    Positions =
                    {
                        new Position { Partition = 0, Offset = 1_000_000_000 },
                    },
                },
            }
        );
        var answer = await Answer.OfAsync(() => SubscribeAsync(request));
        answer.ShouldSay(
            _output,
            "position beyond the log",
            StatusCode.OutOfRange,
            ErrorReason.PositionBeyondLog,
            "Partition 0 ends before",
            "1000000000"
        );
        answer.Metadata("next_offset").ShouldNotBeNullOrEmpty();
        answer.Metadata("offset").ShouldBe("1000000000");
    }

    [Fact]
    public async Task A_partition_there_is_not_is_refused()
    {
        var request = Subscription(
            new TickStart
            {
                Position = new StartPosition
                {
                    Positions =
                    {
                        new Position { Partition = 4_000_000_000, Offset = 0 },
                    },
                },
            }
        );
        (await Answer.OfAsync(() => SubscribeAsync(request))).ShouldSay(
            _output,
            "partition that is not there",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidArgument,
            "4000000000",
            "0 to 11"
        );
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(1e9)]
    public async Task A_replay_speed_that_is_none_is_refused(double speed)
    {
        var request = Subscription(new TickStart { LastN = 1 });
        request.ReplaySpeed = speed;
        (await Answer.OfAsync(() => SubscribeAsync(request))).ShouldSay(
            _output,
            $"replay_speed {speed}",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidArgument,
            "replay_speed",
            "0 (as fast as possible)"
        );
    }

    [Fact]
    public async Task More_than_last_n_may_ask_for_is_over_the_limit()
    {
        var request = Subscription(new TickStart { LastN = 1_000_001 });
        var answer = await Answer.OfAsync(() => SubscribeAsync(request));
        answer.ShouldSay(
            _output,
            "last_n of 1,000,001",
            StatusCode.ResourceExhausted,
            ErrorReason.LimitExceeded,
            "last_n is 1000001",
            "0 to 1000000"
        );
        answer.Metadata("allowed").ShouldBe("0 to 1000000");
    }

    [Fact]
    public async Task More_than_GetRecentTicks_gives_is_over_the_limit()
    {
        var answer = await Answer.OfAsync(async () =>
            await _client.GetRecentTicksAsync(
                new GetRecentTicksRequest { Symbol = "BAD.PAGES", Limit = 10_001 },
                Key
            )
        );
        answer.ShouldSay(
            _output,
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
            _output,
            "negative time to ReadTicks",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidArgument,
            "-5",
            "0 or above"
        );
        var candles = Candles("BAD.PAGES");
        candles.EndTimeUs = -1;
        (await Answer.OfAsync(async () => await _client.GetCandlesAsync(candles, Key))).ShouldSay(
            _output,
            "negative time to GetCandles",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidArgument,
            "-1"
        );
        (
            await Answer.OfAsync(() => SubscribeAsync(Subscription(new TickStart { TimeUs = -1 })))
        ).ShouldSay(
            _output,
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
            _output,
            "range that ends before it starts",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidArgument,
            "end is after the start"
        );
    }

    [Fact]
    public async Task Bad_rows_are_rejected_one_by_one_and_the_others_kept()
    {
        var batch = new TickBatch { Symbols = { "BAD.ROW", "" } };
        double[] bids = [1, double.NaN, -1, 1, 1, 2];
        for (var row = 0; row < bids.Length; row++)
        {
            batch.SymbolIndex.Add(row == 3 ? 1u : 0u);
            batch.TimeUs.Add(row == 4 ? -1 : TimeUs);
            batch.Bid.Add(bids[row]);
            batch.Ask.Add(1.5);
        }
        var response = await _client.WriteTickBatchAsync(
            new WriteTickBatchRequest { Batch = batch },
            Key
        );
        response.AcceptedRows.ShouldBe(2u, "the good row and the crossed one");
        response
            .Rejected.OrderBy(row => row.Row)
            .Select(row => (row.Row, row.Reason))
            .ShouldBe([
                (1u, RejectReason.PriceNotFinite),
                (2u, RejectReason.PriceNotPositive),
                (3u, RejectReason.SymbolEmpty),
                (4u, RejectReason.TimeOutOfBounds),
            ]);
        response.Rejected.ShouldAllBe(row => row.Detail.Length > 10);
    }

    [Fact]
    public async Task A_batch_of_very_many_symbols_is_written_whole()
    {
        const int symbols = 3_000;
        var batch = new TickBatch();
        for (var i = 0; i < symbols; i++)
        {
            batch.Symbols.Add($"MANY.{i}");
            batch.SymbolIndex.Add((uint)i);
            batch.TimeUs.Add(TimeUs);
            batch.Bid.Add(1);
            batch.Ask.Add(2);
        }
        var id = Guid.NewGuid().ToString();
        (await WriteAsync(batch, id)).AcceptedRows.ShouldBe((uint)symbols);
        var again = await WriteAsync(batch, id);
        again.AcceptedRows.ShouldBe(0u);
        again.DuplicateRows.ShouldBe((uint)symbols);
    }

    private static TickBatch Ticks(string symbol, int rows)
    {
        var batch = new TickBatch { Symbols = { symbol } };
        for (var row = 0; row < rows; row++)
        {
            batch.TimeUs.Add(TimeUs + row);
            batch.Bid.Add(1);
            batch.Ask.Add(2);
        }
        return batch;
    }

    private static GetCandlesRequest Candles(string symbol) =>
        new() { Symbol = symbol, Timeframe = Timeframe._1M };

    private static SubscribeTicksRequest Subscription(TickStart start) => new() { Start = start };

    private async Task<WriteTickBatchResponse> WriteAsync(TickBatch? batch, string id = "") =>
        await _client.WriteTickBatchAsync(
            new WriteTickBatchRequest { Batch = batch, RequestId = id },
            Key
        );

    private async Task SubscribeAsync(SubscribeTicksRequest request)
    {
        using var call = _client.SubscribeTicks(request, Key, DateTime.UtcNow.AddSeconds(20));
        await foreach (var _ in call.ResponseStream.ReadAllAsync()) { }
    }

    /// <summary>Reads to the end and gives the next page's token.</summary>
    private async Task<string> ReadAsync(ReadTicksRequest request)
    {
        var token = "";
        using var call = _client.ReadTicks(request, Key, DateTime.UtcNow.AddSeconds(20));
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            token = response.NextPageToken;
        }
        return token;
    }
}
