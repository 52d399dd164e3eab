using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.TestKit;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Tables;

/// <summary>Rejects, repeats, pages, filters and as-of joins.</summary>
[Collection("tables suite")]
public class TableRowsTests(TablesSuite suite)
{
    private const string Tweets = "news/financial-tweets.csv";
    private const long Time = 1_700_000_000_000_000;

    private readonly TableClient _client = new(suite);

    [Fact]
    public async Task Rows_that_do_not_fit_are_told_by_row_and_column_and_the_others_kept()
    {
        var id = Mark();
        var batch = TableClient.Batch(
            WireValues.Make("timestamp", "timestamps_us", [Time, -1L, Time, Time, Time]),
            WireValues.Make("position_id", "strings", [id, id, id, id, id]),
            WireValues.Make("position_type", "strings", ["BUY", "BUY", "HOLD", "SELL", "SELL"]),
            WireValues.Make("volume", "doubles", [1.0, 1.0, 1.0, double.NaN, 2.0]),
            WireValues.Make("symbol", "strings", ["A", "B", "C", "D", null])
        );

        var answer = await _client.InsertAsync(
            new InsertRowsRequest { Table = "positions", Batch = batch }
        );

        answer.AcceptedRows.ShouldBe(1u);
        answer.RejectedRows.ShouldBe(4u);
        answer
            .Rejects.Select(reject => (reject.Row, reject.Column))
            .ShouldBe(
                [(1u, "timestamp"), (2u, "position_type"), (3u, "volume"), (4u, "symbol")],
                ignoreOrder: true
            );
        answer.Rejects.Single(one => one.Row == 2).Detail.ShouldBe("'HOLD' is none of BUY, SELL");
        answer.Rejects.Single(one => one.Row == 3).Detail.ShouldContain("NaN");
        var (columns, _) = await _client.ReadAsync(
            Read("positions", ("position_id", FilterOp.Equal, [id]))
        );
        columns["symbol"].ShouldBe(["A"]);
        columns["broker"].ShouldBe([""], "a column left out has its default");
    }

    [Theory]
    [InlineData("no_such_column", "doubles", "it has timestamp, position_id")]
    [InlineData("volume", "strings", "expected doubles for Float64, got strings")]
    [InlineData("position_type", "ints", "got ints")]
    public async Task A_batch_that_does_not_fit_the_table_is_refused_whole(
        string column,
        string carriedAs,
        string said
    )
    {
        object? value = carriedAs switch
        {
            "doubles" => 1.0,
            "ints" => 1L,
            _ => "x",
        };
        var failure = await _client.FailureOfAsync(
            new InsertRowsRequest
            {
                Table = "positions",
                Batch = TableClient.Batch(
                    WireValues.Make("timestamp", "timestamps_us", [Time]),
                    WireValues.Make(column, carriedAs, [value])
                ),
            }
        );

        failure.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        failure.Status.Detail.ShouldContain(column);
        failure.Status.Detail.ShouldContain(said);
    }

    [Fact]
    public async Task Unknown_tables_and_the_services_own_are_not_written()
    {
        var batch = TableClient.Batch(WireValues.Make("timestamp", "timestamps_us", [Time]));
        var unknown = await _client.FailureOfAsync(
            new InsertRowsRequest { Table = "position", Batch = batch }
        );
        unknown.Reason().ShouldBe(ErrorReason.UnknownTable);
        unknown.Status.Detail.ShouldContain("positions");
        (
            await _client.FailureOfAsync(new InsertRowsRequest { Table = "ticks", Batch = batch })
        ).Status.Detail.ShouldContain("WriteTicks");
    }

    [Fact]
    public async Task A_repeat_adds_nothing_also_after_a_restart()
    {
        var id = Mark();
        var request = new InsertRowsRequest
        {
            Table = "account_info",
            RequestId = Guid.NewGuid().ToString(),
            Batch = TableClient.Batch(
                WireValues.Make("timestamp", "timestamps_us", [Time, Time + 1_000_000]),
                WireValues.Make("account_id", "strings", [id, id])
            ),
        };

        var first = await _client.InsertAsync(request, request);
        first.AcceptedRows.ShouldBe(2u);
        first.DuplicateBatches.ShouldBe(1u);
        (await _client.InsertAsync(request)).DuplicateBatches.ShouldBe(1u);
        var other = request.Clone();
        other.Batch.Columns[0].TimestampsUs.Values[0] += 1_000_000;
        (await _client.FailureOfAsync(other)).Reason().ShouldBe(ErrorReason.RequestIdReused);
        await suite.Timeseries.RestartAsync();
        await _client.InsertAsync(request);

        var (columns, _) = await _client.ReadAsync(
            Read("account_info", ("account_id", FilterOp.Equal, [id]))
        );
        columns["timestamp"].Count.ShouldBe(2);
    }

    [Fact]
    public async Task Equal_rows_without_a_request_id_are_all_kept()
    {
        var id = Mark();
        var request = new InsertRowsRequest
        {
            Table = "account_info",
            Batch = TableClient.Batch(
                WireValues.Make("timestamp", "timestamps_us", [Time]),
                WireValues.Make("account_id", "strings", [id])
            ),
        };
        (await _client.InsertAsync(request, request)).AcceptedRows.ShouldBe(2u);

        var (columns, _) = await _client.ReadAsync(
            Read("account_info", ("account_id", FilterOp.Equal, [id]))
        );
        columns["timestamp"].Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(false, 7u)]
    [InlineData(true, 7u)]
    [InlineData(false, 100u)]
    public async Task Pages_go_on_without_a_gap_or_a_repeat_also_among_equal_keys(
        bool descending,
        uint size
    )
    {
        var id = Mark();
        // Three rows a time, five times a balance: keys repeat across the bounds of pages.
        var rows = Enumerable.Range(0, 100).ToList();
        await _client.InsertAsync(
            new InsertRowsRequest
            {
                Table = "account_info",
                Batch = TableClient.Batch(
                    WireValues.Make(
                        "timestamp",
                        "timestamps_us",
                        [.. rows.Select(i => (object?)(Time + (i / 20 * 1_000_000L)))]
                    ),
                    WireValues.Make("account_id", "strings", [.. rows.Select(_ => (object?)id)]),
                    WireValues.Make("balance", "doubles", [.. rows.Select(i => (object?)(double)i)])
                ),
            }
        );
        var request = Read("account_info", ("account_id", FilterOp.Equal, [id]));
        request.Columns.Add("balance");
        request.Order.Add(new Sort { Field = "timestamp", Descending = descending });
        request.PageSize = size;

        var balances = new List<double>();
        do
        {
            var (columns, next) = await _client.ReadAsync(request);
            columns.Keys.ShouldBe(["balance"]);
            columns["balance"].Count.ShouldBeLessThanOrEqualTo((int)size);
            balances.AddRange(columns["balance"].Cast<double>());
            request.PageToken = next;
        } while (request.PageToken.Length > 0);

        balances.Count.ShouldBe(100);
        balances.Order().ShouldBe(rows.Select(i => (double)i));
        var times = balances.Select(balance => (int)balance / 20).ToList();
        times.ShouldBe(descending ? times.OrderDescending() : times.Order());

        var stolen = Read("account_info");
        stolen.PageSize = size;
        request.PageSize = 7;
        request.PageToken = "";
        stolen.PageToken = (await _client.ReadAsync(request)).Next;
        (await _client.FailureOfAsync(stolen)).Reason().ShouldBe(ErrorReason.InvalidPageToken);
    }

    [Fact]
    public async Task Filters_hold_and_take_values_only()
    {
        var id = Mark();
        await _client.InsertAsync(
            new InsertRowsRequest
            {
                Table = "positions",
                Batch = TableClient.Batch(
                    WireValues.Make(
                        "timestamp",
                        "timestamps_us",
                        [Time, Time + 1_000_000, Time + 2_000_000]
                    ),
                    WireValues.Make("position_id", "strings", [id, id, id]),
                    WireValues.Make("position_type", "strings", ["BUY", "SELL", "BUY"]),
                    WireValues.Make("volume", "doubles", [0.1, 0.2, 0.3]),
                    WireValues.Make("symbol", "strings", ["a'b", "%_", "x\\y"])
                ),
            }
        );
        await HoldsAsync([0, 2], ("position_type", FilterOp.Equal, ["BUY"]));
        await HoldsAsync([1], ("position_type", FilterOp.NotEqual, ["BUY"]));
        await HoldsAsync(
            [0, 1],
            ("position_type", FilterOp.In, ["BUY", "SELL"]),
            ("volume", FilterOp.Less, ["0.25"])
        );
        await HoldsAsync([0], ("symbol", FilterOp.Contains, ["'"]));
        await HoldsAsync([1], ("symbol", FilterOp.Contains, ["%"]));
        await HoldsAsync([2], ("symbol", FilterOp.Equal, ["x\\y"]));
        await HoldsAsync([], ("symbol", FilterOp.Equal, ["' OR 1 = 1 --"]));
        await HoldsAsync([1, 2], ("symbol", FilterOp.In, ["%_", "x\\y"]));
        await HoldsAsync([1, 2], ("timestamp", FilterOp.Greater, [$"{Time}"]));
        await HoldsAsync([0], ("timestamp", FilterOp.LessOrEqual, ["2023-11-14T22:13:20Z"]));
        await HoldsAsync([2], ("timestamp", FilterOp.In, [$"{Time + 2_000_000}"]));

        async Task HoldsAsync(int[] rows, params (string, FilterOp, string[])[] filters)
        {
            var (columns, _) = await _client.ReadAsync(
                Read("positions", [("position_id", FilterOp.Equal, [id]), .. filters])
            );
            columns
                .GetValueOrDefault("volume", [])
                .Select(volume => (int)Math.Round((double)volume! * 10) - 1)
                .Order()
                .ShouldBe(rows);
        }
        var failure = await _client.FailureOfAsync(
            Read("positions", ("position_type", FilterOp.Equal, ["HOLD"]))
        );
        failure.Status.Detail.ShouldContain("one of BUY, SELL");
        (
            await _client.FailureOfAsync(Read("positions", ("nothing", FilterOp.Equal, ["1"])))
        ).Status.Detail.ShouldContain("it has timestamp");
        var replaced = Read("positions");
        replaced.Deduplicated = true;
        (await _client.FailureOfAsync(replaced)).StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    [RealDataFact(Tweets)]
    public async Task Tweets_come_back_by_filter_and_joined_with_the_quotes_of_their_time()
    {
        var tweets = Csv(await System.IO.File.ReadAllLinesAsync(RealData.PathOf(Tweets)));
        tweets.Count.ShouldBeGreaterThan(2_000);
        var platform = Mark();
        var hour = 3_600_000_000L;
        // The file has no times: a minute apart. It has no symbols either: the first cashtag is one.
        var labels = new[] { "bearish", "bullish", "neutral" };
        var answer = await _client.InsertAsync(
            new InsertRowsRequest
            {
                Table = "social_sentiment",
                RequestId = Guid.NewGuid().ToString(),
                Batch = TableClient.Batch(
                    WireValues.Make(
                        "timestamp",
                        "timestamps_us",
                        [.. tweets.Select((_, i) => (object?)(Time + (i * 60_000_000L)))]
                    ),
                    WireValues.Make(
                        "platform",
                        "strings",
                        [.. tweets.Select(_ => (object?)platform)]
                    ),
                    WireValues.Make(
                        "content",
                        "strings",
                        [.. tweets.Select(tweet => (object?)tweet.Text)]
                    ),
                    WireValues.Make(
                        "sentiment_label",
                        "strings",
                        [.. tweets.Select(tweet => (object?)labels[tweet.Label])]
                    ),
                    WireValues.Make("language", "strings", [.. tweets.Select(_ => (object?)"en")])
                ),
            }
        );
        answer.AcceptedRows.ShouldBe((ulong)tweets.Count);

        var read = Read(
            "social_sentiment",
            ("platform", FilterOp.Equal, [platform]),
            ("sentiment_label", FilterOp.In, ["bullish"]),
            ("content", FilterOp.Contains, ["$"])
        );
        var (columns, _) = await _client.ReadAsync(read);
        columns["content"]
            .ShouldBe(
                tweets
                    .Where(tweet => tweet.Label == 1 && tweet.Text.Contains('$'))
                    .Select(tweet => (object?)tweet.Text)
            );

        // Depth every hour under the platform's name as account type: each tweet gets the last before it.
        await _client.InsertAsync(
            new InsertRowsRequest
            {
                Table = "news_data",
                Batch = TableClient.Batch(
                    WireValues.Make(
                        "timestamp",
                        "timestamps_us",
                        [.. Enumerable.Range(0, 10).Select(i => (object?)(Time + (i * hour)))]
                    ),
                    WireValues.Make(
                        "language",
                        "strings",
                        [.. Enumerable.Range(0, 10).Select(_ => (object?)"en")]
                    ),
                    WireValues.Make(
                        "title",
                        "strings",
                        [.. Enumerable.Range(0, 10).Select(i => (object?)$"{platform} {i}")]
                    )
                ),
            }
        );
        var joined = Read("social_sentiment", ("platform", FilterOp.Equal, [platform]));
        joined.Columns.Add("content");
        joined.PageSize = 700;
        joined.AsOf = new AsOfJoin
        {
            Table = "news_data",
            Keys = { "language" },
            Columns = { "title", "timestamp" },
            ToleranceUs = hour,
        };
        var (both, next) = await _client.ReadAsync(joined);
        next.ShouldNotBeEmpty();
        both["content"].ShouldBe(tweets.Take(700).Select(tweet => (object?)tweet.Text));
        both["news_data.title"]
            .ShouldBe(
                Enumerable
                    .Range(0, 700)
                    .Select(i => i <= 600 ? $"{platform} {Math.Min(9, i / 60)}" : (object?)null)
            );
    }

    private static ReadRowsRequest Read(
        string table,
        params (string Field, FilterOp Op, string[] Values)[] filters
    ) =>
        new()
        {
            Table = table,
            Filters =
            {
                filters.Select(filter => new Filter
                {
                    Field = filter.Field,
                    Op = filter.Op,
                    Values = { filter.Values },
                }),
            },
        };

    private static string Mark() => $"{Guid.NewGuid():N}";

    private static List<(string Text, int Label)> Csv(string[] lines)
    {
        // Quoted texts may go on over lines, and hold doubled quotes.
        var rows = new List<(string, int)>();
        var pending = "";
        foreach (var line in lines.Skip(1))
        {
            pending = pending.Length == 0 ? line : $"{pending}\n{line}";
            if (pending.Count(c => c == '"') % 2 != 0)
            {
                continue;
            }
            var comma = pending.LastIndexOf(',');
            var text = pending[..comma];
            text = text.StartsWith('"')
                ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal)
                : text;
            rows.Add(
                (
                    text,
                    int.Parse(
                        pending[(comma + 1)..],
                        System.Globalization.CultureInfo.InvariantCulture
                    )
                )
            );
            pending = "";
        }
        return rows;
    }
}
