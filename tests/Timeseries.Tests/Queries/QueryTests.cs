using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tests.Subscriptions;
using Platform.Timeseries.Tests.Tables;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Queries;

[Collection("tables suite")]
public class QueryTests(TablesSuite suite)
{
    // Hours on any machine.
    private const string Endless =
        "SELECT count() FROM (SELECT number FROM numbers(900000000)) AS a "
        + "CROSS JOIN (SELECT number FROM numbers(1000)) AS b WHERE sipHash64(a.number, b.number) = 1";

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());

    [Fact]
    public async Task Every_type_of_parameter_reaches_the_query_as_its_value()
    {
        var request = new QueryRequest
        {
            Sql =
                "SELECT {t:String} AS t, {i:Int64} AS i, {n:Float64} AS n, {b:Bool} AS b, {l:Array(String)} AS l, "
                + "toDateTime64({at:Int64} / 1000000, 6, 'UTC') AS at",
            Parameters =
            {
                ["t"] = new() { Text = "EURUSD" },
                ["i"] = new() { Integer = long.MinValue },
                ["n"] = new() { Number = 1.5 },
                ["b"] = new() { Boolean = true },
                ["l"] = new() { Texts = new() { Values = { "a", "b'c" } } },
                ["at"] = new() { Integer = 1_700_000_000_000_000 },
            },
        };

        var (batches, statistics) = await RunAsync(request);

        var batch = batches.Single(one => one.RowCount == 1);
        batch.Columns.Select(column => column.Name).ShouldBe(["t", "i", "n", "b", "l", "at"]);
        batch.Columns[0].Strings.Dictionary.ShouldBe(["EURUSD"]);
        batch.Columns[1].Ints.Values.ShouldBe([long.MinValue]);
        batch.Columns[2].Doubles.Values.ShouldBe([1.5]);
        batch.Columns[3].Bools.Values.ShouldBe([true]);
        batch.Columns[4].Lists.Items.Strings.Dictionary.ShouldBe(["a", "b'c"]);
        batch.Columns[5].TimestampsUs.Values.ShouldBe([1_700_000_000_000_000]);
        statistics.Rows.ShouldBe(1u);
        statistics.ElapsedUs.ShouldBeGreaterThan(0u);
    }

    [Theory]
    [InlineData("SELECT sumIf(number, number % 2 = 0) FROM numbers(10)")]
    [InlineData(
        "WITH RECURSIVE x AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM x WHERE n < 5) SELECT sum(n) FROM x"
    )]
    [InlineData("SELECT quantilesExactIf(0.5, 0.9)(number, 1) FROM numbers(10)")]
    [InlineData("(SELECT 1) UNION ALL (SELECT 2)")]
    [InlineData(
        "SELECT row_number() OVER (PARTITION BY number % 2 ORDER BY number) FROM numbers(4);"
    )]
    [InlineData(
        "SELECT arraySort(x -> -x, [1, 2]), CAST(1 AS Nullable(Int8)), 1::Decimal(10, 2), INTERVAL 1 DAY, [1][1], NOT 1"
    )]
    [InlineData(
        "SELECT toStartOfHour(now64(3)), today() - 1, dateDiff('day', now(), now()), formatDateTime(now(), '%Y')"
    )]
    [InlineData(
        "SELECT t.symbol, c.close FROM ticks AS t ASOF LEFT JOIN (SELECT symbol, timestamp, bid AS close FROM ticks) AS c ON t.symbol = c.symbol AND t.timestamp >= c.timestamp LIMIT 1"
    )]
    [InlineData(
        "SELECT count(), uniq(symbol), argMax(bid, timestamp) FROM trading_data.ticks WHERE symbol IN ('A', 'B') -- the end"
    )]
    [InlineData(
        "SELECT * EXCEPT (content) FROM social_sentiment ORDER BY timestamp DESC LIMIT 1 BY platform LIMIT 10"
    )]
    [InlineData(
        "SELECT a, b FROM (SELECT 1 AS a, 2 AS b) ARRAY JOIN [1, 2] AS c GROUP BY ROLLUP (a, b) HAVING count() > 0"
    )]
    [InlineData(
        "SELECT if(exists(SELECT 1), 'yes', 'no'), CASE 1 WHEN 1 THEN 'a' ELSE 'b' END, coalesce(NULL, 1), toTypeName(1)"
    )]
    [InlineData("SELECT * FROM generate_series(1, 10, 3)")]
    [InlineData(
        "SELECT * FROM values('a Int8, b String', (1, 'x'), (2, ';')) WHERE b != 'file(' AND b != 'SETTINGS a = 1'"
    )]
    public async Task Everyday_SQL_runs(string sql)
    {
        var (_, statistics) = await RunAsync(new QueryRequest { Sql = sql });

        statistics.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_long_result_comes_in_batches_and_whole()
    {
        var (batches, statistics) = await RunAsync(
            new QueryRequest
            {
                Sql = "SELECT number, toString(number) AS text FROM numbers(100000)",
            }
        );

        statistics.Rows.ShouldBe(100_000u);
        batches.Count.ShouldBeGreaterThan(10);
        var next = 0UL;
        foreach (var batch in batches)
        {
            batch.Columns[1].Strings.Indexes.Count.ShouldBe((int)batch.RowCount);
            foreach (var number in batch.Columns[0].Uints.Values)
            {
                number.ShouldBe(next++);
            }
        }
        next.ShouldBe(100_000u);
    }

    [Fact]
    public async Task Explain_tells_the_plan_with_its_indexes_instead_of_rows()
    {
        // Of a table without rows nothing is read, and no index used. Reading ticks waits until they are stored.
        var tape = new WrittenTape(_client, suite.KeyHeaders);
        await tape.WriteAsync(1, 1);
        using var stored = _client.ReadTicks(
            new ReadTicksRequest { Symbols = { tape.Symbol } },
            suite.KeyHeaders
        );
        await foreach (var _ in stored.ResponseStream.ReadAllAsync()) { }

        var (batches, _) = await RunAsync(
            new QueryRequest
            {
                Sql = $"SELECT bid FROM ticks WHERE symbol = '{tape.Symbol}'",
                Explain = true,
            }
        );

        var lines = batches.SelectMany(batch => batch.Columns[0].Strings.Dictionary).ToList();
        lines.ShouldContain(line => line.Contains("ReadFromMergeTree (trading_data.ticks)"));
    }

    [Theory]
    [InlineData("SELEC 1", "statement SELEC", StatusCode.PermissionDenied)]
    [InlineData("SELECT 1 +", "Syntax error", StatusCode.InvalidArgument)]
    [InlineData("SELECT nothing FROM ticks", "nothing", StatusCode.InvalidArgument)]
    [InlineData("SELECT * FROM no_such_table", "no_such_table", StatusCode.InvalidArgument)]
    [InlineData("SELECT nosuchfunction(1)", "nosuchfunction", StatusCode.InvalidArgument)]
    [InlineData("SELECT {x:Int32}", "'x'", StatusCode.InvalidArgument)]
    [InlineData("  ", "empty", StatusCode.InvalidArgument)]
    [InlineData(
        "SELECT sumState(number) FROM numbers(3)",
        "AggregateFunction",
        StatusCode.InvalidArgument
    )]
    public async Task A_mistake_is_told_in_the_stores_words_without_the_host(
        string sql,
        string said,
        StatusCode code
    )
    {
        var failure = await FailureOfAsync(new QueryRequest { Sql = sql });

        failure.StatusCode.ShouldBe(code, failure.Status.Detail);
        (failure.Status.Detail + failure.ReasonMetadata("refused")).ShouldContain(said);
        failure.Status.Detail.ShouldNotContain("version");
        failure.Status.Detail.ShouldNotContain("127.0.0.1");
        failure.Status.Detail.ShouldNotContain("DB::Exception");
    }

    [Fact]
    public async Task A_parameter_of_the_wrong_type_is_named()
    {
        var request = new QueryRequest { Sql = "SELECT {x:Int8}" };
        request.Parameters["x"] = new QueryParameter { Integer = 1_000 };

        var failure = await FailureOfAsync(request);

        failure.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        failure.Status.Detail.ShouldContain("'x'");
    }

    [Theory]
    [InlineData("SELECT number FROM numbers(100000000) LIMIT 2000000", 0, "max_result_rows")]
    [InlineData("SELECT sum(number) FROM numbers(3000000000)", 0, "max_rows_to_read")]
    [InlineData(
        "SELECT groupArray(toString(number)) FROM numbers(300000000)",
        0,
        "max_memory_usage"
    )]
    [InlineData(Endless, 2, "max_execution_time")]
    public async Task A_runaway_query_ends_at_its_limit(string sql, uint seconds, string limit)
    {
        var failure = await FailureOfAsync(new QueryRequest { Sql = sql, MaxSeconds = seconds });

        failure.StatusCode.ShouldBe(StatusCode.ResourceExhausted, failure.Status.Detail);
        failure.Reason().ShouldBe(ErrorReason.QueryLimit);
        failure.ReasonMetadata("limit").ShouldNotBeNull().ShouldContain(limit);
    }

    [Fact]
    public async Task A_request_lowers_limits_and_never_raises_them()
    {
        const string Sql = "SELECT number FROM numbers(1000)";
        var tooMany = await FailureOfAsync(new QueryRequest { Sql = Sql, MaxRows = 999 });
        tooMany.Reason().ShouldBe(ErrorReason.QueryLimit);
        tooMany.ReasonMetadata("value").ShouldNotBeNull().ShouldStartWith("999 rows");
        (await FailureOfAsync(new QueryRequest { Sql = Sql, MaxBytes = 100 }))
            .Reason()
            .ShouldBe(ErrorReason.QueryLimit);
        var raised = await FailureOfAsync(
            new QueryRequest
            {
                Sql = "SELECT number FROM numbers(2000000)",
                MaxRows = ulong.MaxValue,
                MaxBytes = ulong.MaxValue,
                MaxSeconds = uint.MaxValue,
            }
        );
        raised.Reason().ShouldBe(ErrorReason.QueryLimit);
    }

    [Theory]
    [InlineData("SELECT number FROM numbers(1000)", 1000UL, 0UL)]
    [InlineData("SELECT 1", 1UL, 0UL)]
    [InlineData("SELECT 1 + 1 AS two, 'a' || 'b' AS text", 1UL, 64UL)]
    public async Task Limits_that_the_answer_keeps_are_no_hindrance(
        string sql,
        ulong rows,
        ulong bytes
    )
    {
        var (_, statistics) = await RunAsync(
            new QueryRequest
            {
                Sql = sql,
                MaxRows = rows,
                MaxBytes = bytes,
            }
        );

        statistics.Rows.ShouldBe(rows);
    }

    [Fact]
    public async Task Comments_and_names_with_dots_of_our_own_run()
    {
        var (batches, _) = await RunAsync(
            new QueryRequest
            {
                Sql =
                    "SELECT t.symbol, trading_data.ticks.bid /* a /* nested */ comment */ FROM ticks AS t, trading_data.ticks "
                    + "WHERE t.symbol IN trading_data.account_info OR t.symbol = '‘quoted’' // the end",
            }
        );

        batches.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_caller_who_goes_away_stops_the_query_in_the_store()
    {
        var mark = $"{Guid.NewGuid():N}";
        using var call = _client.Query(
            new QueryRequest { Sql = $"{Endless} OR '{mark}' = 'no'" },
            suite.KeyHeaders
        );
        await EventuallyAsync(mark, running: true);

        call.Dispose();

        await EventuallyAsync(mark, running: false);
    }

    [Fact]
    public async Task Ticks_flow_without_a_gap_while_queries_run_away()
    {
        var tape = new WrittenTape(_client, suite.KeyHeaders);
        await tape.WriteAsync(1, 10);
        await using var reader = FrameReader.Subscribe(
            _client,
            suite.KeyHeaders,
            new SubscribeTicksRequest
            {
                Symbols = { tape.Symbol },
                Start = new() { LastN = 10 },
            }
        );
        await reader.UntilCaughtUpAsync();

        // There and back while queries run, not after them. A slow machine may need more queries for two rounds.
        var rounds = 0;
        for (var wave = 0; wave < 5 && rounds < 2; wave++)
        {
            var mark = $"{Guid.NewGuid():N}";
            var queries = Enumerable
                .Range(0, 6)
                .Select(_ =>
                    FailureOfAsync(
                        new QueryRequest { Sql = $"{Endless} OR '{mark}' = 'no'", MaxSeconds = 5 }
                    )
                )
                .ToList();
            while (queries.Exists(query => !query.IsCompleted) && !await IsRunningAsync(mark))
            {
                await Task.Delay(20);
            }
            do
            {
                await tape.WriteAsync(5, 10);
                await reader.UntilRowAsync(tape.Rows - 1);
                rounds += queries.Exists(query => !query.IsCompleted) ? 1 : 0;
            } while (queries.Exists(query => !query.IsCompleted));
            foreach (var failure in await Task.WhenAll(queries))
            {
                failure.ReasonMetadata("limit").ShouldBe("max_execution_time");
                failure.Reason().ShouldBe(ErrorReason.QueryLimit);
            }
        }

        rounds.ShouldBeGreaterThan(1);
        reader.Rows.ShouldBe(Enumerable.Range(0, tape.Rows), "every tick once and in order");
    }

    private async Task EventuallyAsync(string mark, bool running)
    {
        // Far less than the query would run by itself.
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (await IsRunningAsync(mark) != running)
        {
            if (DateTime.UtcNow > deadline)
            {
                throw new TimeoutException($"after 60 s the query runs: {!running}");
            }
            await Task.Delay(20);
        }
    }

    // What the service asks about a query before it runs is not the query.
    private async Task<bool> IsRunningAsync(string mark) =>
        await suite.QueryClickHouseAsync(
            $"SELECT count() FROM system.processes WHERE query LIKE '%{mark[..8]}%{mark[8..]}%' AND query NOT LIKE '%processes%' AND query NOT LIKE 'EXPLAIN%'"
        ) != "0";

    private Task<(List<RowBatch> Batches, QueryStatistics Statistics)> RunAsync(
        QueryRequest request
    ) => QueryRunner.RunAsync(_client, suite.KeyHeaders, request);

    private async Task<RpcException> FailureOfAsync(QueryRequest request) =>
        await Should.ThrowAsync<RpcException>(() => RunAsync(request));
}
