using Platform.ClickHouse.Tests.Engine;

namespace Platform.ClickHouse.Tests.Conformance;

[Collection(EngineTests.Name)]
public sealed class StreamingTests(EngineFixture engine)
{
    private const string Endless =
        "SELECT number, sipHash64(number) AS h FROM numbers(1000000000000)";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_large_result_streams_in_blocks(bool gzip)
    {
        await using var client = engine.NewClient(o => o.Gzip = gzip);
        var (rows, sum, blocks) = (0L, 0UL, 0);
        await foreach (
            var block in client.QueryAsync(
                "SELECT number AS n, toString(number) AS s FROM numbers(2000000)"
            )
        )
        {
            using (block)
            {
                blocks++;
                rows += block.RowCount;
                foreach (var n in block.Values<ulong>("n"))
                {
                    sum += n;
                }
                ((StringColumn)block["s"])
                    .GetString(0)
                    .ShouldBe(
                        block
                            .Values<ulong>("n")[0]
                            .ToString(System.Globalization.CultureInfo.InvariantCulture)
                    );
            }
        }
        rows.ShouldBe(2_000_000);
        sum.ShouldBe(1_999_999UL * 1_000_000);
        blocks.ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Blocks_inserted_as_they_come_all_arrive(bool gzip)
    {
        await using var client = engine.NewClient(o => o.Gzip = gzip);
        var table = await engine.CreateTableAsync("n UInt64, s LowCardinality(String)");
        var summary = await client.InsertAsync(table, ["n", "s"], Source());
        summary.WrittenRows.ShouldBe(500_000);
        var row = (
            await client.QueryRowsAsync(
                $"SELECT count() AS c, sum(n) AS total, uniqExact(s) AS u FROM {table}"
            )
        ).Single();
        row.Get<ulong>("c").ShouldBe(500_000UL);
        row.Get<ulong>("total").ShouldBe(50UL * (9_999UL * 5_000));
        row.Get<ulong>("u").ShouldBe(3UL);

        static async IAsyncEnumerable<Block> Source()
        {
            var numbers = Enumerable.Range(0, 10_000).Select(i => (ulong)i).ToArray();
            var indexes = Enumerable.Range(0, 10_000).Select(i => i % 3).ToArray();
            for (var i = 0; i < 50; i++)
            {
                await Task.Yield();
                yield return new Block(
                    ("n", Column.Of<ulong>(numbers)),
                    ("s", Column.LowCardinality(["a", "b", "c"], indexes))
                );
            }
        }
    }

    [Fact]
    public async Task Leaving_early_stops_the_query_and_frees_the_connection()
    {
        await using var client = engine.NewClient(o =>
            (o.MinConnections, o.MaxConnections) = (1, 1)
        );
        for (var i = 0; i < 3; i++)
        {
            var id = Guid.NewGuid().ToString("N");
            await foreach (var block in client.QueryAsync(Endless, options: new() { QueryId = id }))
            {
                block.Dispose();
                break;
            }
            await GoneAsync(id);
        }
        client.Endpoints.Single().InUse.ShouldBe(0);
    }

    [Fact]
    public async Task Cancelling_between_blocks_stops_the_query()
    {
        var id = Guid.NewGuid().ToString("N");
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (
                var block in engine.Client.QueryAsync(
                    Endless,
                    options: new() { QueryId = id },
                    ct: stop.Token
                )
            )
            {
                block.Dispose();
                await stop.CancelAsync();
            }
        });
        await GoneAsync(id);
    }

    [Fact]
    public async Task Cancelling_before_the_first_block_is_prompt()
    {
        var id = Guid.NewGuid().ToString("N");
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        // It would run for hours.
        await Should.ThrowAsync<OperationCanceledException>(() =>
            engine
                .Client.QueryRowsAsync(
                    "SELECT count() FROM numbers(1e12) WHERE NOT ignore(sipHash64(number))",
                    options: new() { QueryId = id },
                    ct: stop.Token
                )
                .WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None)
        );
        await GoneAsync(id);
    }

    [Fact]
    public async Task Cancelling_an_insert_leaves_the_client_usable()
    {
        var table = await engine.CreateTableAsync("v Int32");
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Should.ThrowAsync<OperationCanceledException>(() =>
            engine.Client.InsertAsync(table, ["v"], Slow(stop.Token), ct: stop.Token)
        );
        await engine.Client.InsertAsync(table, new Block(("v", Column.Of<int>(new int[5]))));
        (
            await engine.Client.QueryScalarAsync<ulong>($"SELECT count() FROM {table} WHERE v = 0")
        ).ShouldBe(5UL);

        static async IAsyncEnumerable<Block> Slow(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
        )
        {
            while (true)
            {
                yield return new Block(("v", Column.Of<int>(new[] { 1 })));
                await Task.Delay(10, ct);
            }
        }
    }

    [Fact]
    public async Task A_query_over_its_time_is_a_timeout()
    {
        var error = await Should.ThrowAsync<ClickHouseException>(() =>
            engine.Client.QueryRowsAsync(
                "SELECT count() FROM numbers(1e12) WHERE NOT ignore(sipHash64(number))",
                options: new() { Timeout = TimeSpan.FromMilliseconds(200) }
            )
        );
        error.Name.ShouldBe(ClientErrors.TimedOut);
        error.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task A_pool_in_full_use_says_so_after_the_wait()
    {
        await using var client = engine.NewClient(o =>
        {
            o.MaxConnections = 1;
            o.MinConnections = 1;
            o.AcquireTimeout = TimeSpan.FromSeconds(2);
        });
        await using var reading = client.QueryAsync(Endless).GetAsyncEnumerator();
        (await reading.MoveNextAsync()).ShouldBeTrue();
        reading.Current.Dispose();
        var error = await Should.ThrowAsync<ClickHouseException>(() =>
            client.QueryRowsAsync("SELECT 1")
        );
        error.Name.ShouldBe(ClientErrors.PoolExhausted);
        error.Message.ShouldContain("ClickHouse:MaxConnections");
    }

    [Fact]
    public async Task Many_queries_at_once_share_the_pool()
    {
        await using var client = engine.NewClient(o =>
        {
            o.MaxConnections = 4;
            // All of them wait for the same four.
            o.AcquireTimeout = TimeSpan.FromSeconds(60);
        });
        await client.OpenAsync();
        var sums = await Task.WhenAll(
            Enumerable
                .Range(1, 200)
                .Select(i =>
                    client.QueryScalarAsync<ulong>(
                        "SELECT sum(number) FROM numbers({n:UInt32})",
                        new() { { "n", i } }
                    )
                )
        );
        sums.ShouldBe(Enumerable.Range(1, 200).Select(i => (ulong)i * (ulong)(i - 1) / 2));
        client.Endpoints.Single().InUse.ShouldBe(0);
    }

    [Fact]
    public async Task Scalars_rows_and_settings()
    {
        (await engine.Client.QueryScalarAsync<double>("SELECT 1.5")).ShouldBe(1.5);
        (await engine.Client.QueryScalarAsync<string>("SELECT NULL")).ShouldBeNull();
        (await engine.Client.QueryScalarAsync<string>("SELECT 'x' WHERE 0")).ShouldBeNull();
        (await engine.Client.QueryScalarAsync<float[][]>("SELECT [[toFloat32(1)], []]")).ShouldBe([
            [1f],
            [],
        ]);
        var options = new QueryOptions
        {
            Settings = new Dictionary<string, string> { ["max_threads"] = "1" },
        };
        (
            await engine.Client.QueryScalarAsync<ulong>(
                "SELECT toUInt64(getSetting('max_threads'))",
                options: options
            )
        ).ShouldBe(1UL);
        await engine.Client.PingAsync();
    }

    // The engine shows our ids in log_comment when it takes none from outside.
    private async Task GoneAsync(string id)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (DateTime.UtcNow < deadline)
        {
            var running = await engine.Client.QueryScalarAsync<ulong>(
                "SELECT count() FROM system.processes WHERE (query_id = {id:String} OR Settings['log_comment'] = {id:String}) AND query NOT LIKE '%system.processes%'",
                new() { { "id", id } }
            );
            if (running == 0)
            {
                return;
            }
            await Task.Delay(50);
        }
        Assert.Fail($"Query {id} still runs a minute after it was given up.");
    }
}
