using System.Diagnostics;

namespace Platform.ClickHouse.Tests.Failover;

// xunit disposes through IAsyncLifetime, which the analyzer doesn't know.
#pragma warning disable CA1001
public sealed class FailoverTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly FaultyServer _first = new(1);
    private readonly FaultyServer _second = new(2);
    private readonly List<ClickHouseClient> _clients = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task Healthy_endpoints_take_turns()
    {
        var client = Client(_first, _second);
        var answers = new List<ulong>();
        for (var i = 0; i < 10; i++)
        {
            answers.Add(await Ask(client));
        }
        answers.Count(a => a == 1).ShouldBe(5);
        answers.Count(a => a == 2).ShouldBe(5);
    }

    [Theory]
    [InlineData(nameof(Fault.Status500))]
    [InlineData(nameof(Fault.TooManyQueries))]
    [InlineData(nameof(Fault.Hang))]
    [InlineData(nameof(Fault.CloseBeforeAnswer))]
    [InlineData(nameof(Fault.CutInFirstBlock))]
    [InlineData(nameof(Fault.StallInBlock))]
    public async Task A_read_goes_to_another_endpoint_when_one_fails(string fault)
    {
        _first.Fault = Enum.Parse<Fault>(fault);
        var client = Client(_first, _second);
        for (var i = 0; i < 4; i++)
        {
            (await Ask(client)).ShouldBe(2UL);
        }
        _first.Requests.ShouldBeGreaterThan(0);
        client.Endpoints.ShouldAllBe(e => e.InUse == 0);
    }

    [Fact]
    public async Task A_retry_has_a_query_id_of_its_own()
    {
        _first.Next.Enqueue(Fault.Status500);
        await Client(_first)
            .QueryScalarAsync<ulong>("SELECT 1", options: new() { QueryId = "abc" });
        var lines = _first.Lines.ToArray();
        lines[0].ShouldContain("query_id=abc&");
        lines[1].ShouldContain("query_id=abc-2&");
    }

    [Fact]
    public async Task First_host_is_down()
    {
        _first.Refuse();
        var client = Client(_first, _second);
        for (var i = 0; i < 6; i++)
        {
            (await Ask(client)).ShouldBe(2UL);
        }
        var down = client.Endpoints[0];
        down.IsAvailable.ShouldBeFalse();
        down.LastError.ShouldNotBeNull().ShouldContain("can't be connected to");
    }

    [Fact]
    public async Task A_host_that_comes_back_is_used_again()
    {
        _first.Refuse();
        var client = Client(_first, _second);
        await Ask(client);
        await Ask(client);
        client.Endpoints[0].IsAvailable.ShouldBeFalse();
        _first.Return();
        await Eventually(() => client.Endpoints[0].IsAvailable);
        var answers = new[] { await Ask(client), await Ask(client) };
        answers.ShouldBe([1UL, 2UL], ignoreOrder: true);
        client.Endpoints[0].LastError.ShouldBeNull();
    }

    [Fact]
    public async Task When_all_are_down_the_answer_comes_at_once()
    {
        _first.Refuse();
        _second.Refuse();
        var client = Client(_first, _second);
        (await Should.ThrowAsync<ClickHouseException>(() => Ask(client))).Name.ShouldBe(
            ClientErrors.Unreachable
        );
        var clock = Stopwatch.StartNew();
        var error = await Should.ThrowAsync<ClickHouseException>(() => Ask(client));
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        error.Name.ShouldBe(ClientErrors.NoneAvailable);
        error.IsTransient.ShouldBeTrue();
        error.Message.ShouldContain("can't be connected to");
    }

    [Fact]
    public async Task An_endpoint_that_keeps_failing_is_put_aside_until_it_answers()
    {
        _first.Fault = Fault.Status500;
        var client = Client(o => o.Breaker.FirstProbe = TimeSpan.FromSeconds(1), _first);
        for (var i = 0; i < 4; i++)
        {
            await Should.ThrowAsync<ClickHouseException>(() => Ask(client));
        }
        var asked = _first.Requests;
        (await Should.ThrowAsync<ClickHouseException>(() => Ask(client))).Name.ShouldBe(
            ClientErrors.NoneAvailable
        );
        _first.Requests.ShouldBe(asked);
        _first.Fault = Fault.None;
        await Eventually(() => client.Endpoints[0].IsAvailable);
        (await Ask(client)).ShouldBe(1UL);
    }

    [Fact]
    public async Task A_failure_after_the_first_block_is_told_and_not_retried()
    {
        _first.Fault = Fault.CutInSecondBlock;
        var client = Client(_first, _second);
        await AskUntilOn(client, _first);
        var rows = 0;
        var error = await Should.ThrowAsync<ClickHouseException>(async () =>
        {
            for (var i = 0; i < 2; i++)
            {
                await foreach (var block in client.QueryAsync("SELECT 1"))
                {
                    rows += block.RowCount;
                    block.Dispose();
                }
            }
        });
        error.Name.ShouldBe(ClientErrors.CutShort);
        error.IsTransient.ShouldBeTrue();
        rows.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(nameof(Fault.Hang), ClientErrors.TimedOut, 1)]
    [InlineData(nameof(Fault.StallInBlock), ClientErrors.TimedOut, 1)]
    [InlineData(nameof(Fault.CutInFirstBlock), ClientErrors.CutShort, 3)]
    [InlineData(nameof(Fault.CloseBeforeAnswer), ClientErrors.CutShort, 3)]
    [InlineData(nameof(Fault.Status500), ClientErrors.HttpStatus, 3)]
    [InlineData(nameof(Fault.TooManyQueries), "TOO_MANY_SIMULTANEOUS_QUERIES", 3)]
    public async Task With_one_endpoint_the_fault_itself_is_told_after_all_attempts(
        string fault,
        string name,
        int attempts
    )
    {
        _first.Fault = Enum.Parse<Fault>(fault);
        var error = await Should.ThrowAsync<ClickHouseException>(() => Ask(Client(_first)));
        error.Name.ShouldBe(name);
        error.IsTransient.ShouldBeTrue();
        _first.Requests.ShouldBe(attempts);
    }

    [Fact]
    public async Task A_callers_own_short_time_does_not_count_against_an_endpoint()
    {
        _first.Fault = Fault.Hang;
        var client = Client(_first);
        for (var i = 0; i < 8; i++)
        {
            var options = new QueryOptions { Timeout = TimeSpan.FromMilliseconds(30) };
            var error = await Should.ThrowAsync<ClickHouseException>(() =>
                client.QueryScalarAsync<ulong>("SELECT 1", options: options)
            );
            error.Name.ShouldBe(ClientErrors.TimedOut);
        }
        client.Endpoints[0].IsAvailable.ShouldBeTrue();
    }

    [Theory]
    [InlineData(nameof(Fault.Hang))]
    [InlineData(nameof(Fault.CloseBeforeAnswer))]
    [InlineData(nameof(Fault.Status500))]
    [InlineData(nameof(Fault.CloseWhileReading))]
    [InlineData(nameof(Fault.CutInFirstBlock))]
    public async Task An_insert_without_a_token_is_never_sent_twice(string fault)
    {
        _first.Fault = _second.Fault = Enum.Parse<Fault>(fault);
        var error = await Should.ThrowAsync<ClickHouseException>(() =>
            Client(_first, _second).InsertAsync("t", Rows())
        );
        error.IsTransient.ShouldBeTrue();
        (_first.Requests + _second.Requests).ShouldBe(1);
    }

    [Theory]
    [InlineData(nameof(Fault.Hang))]
    [InlineData(nameof(Fault.CloseBeforeAnswer))]
    [InlineData(nameof(Fault.Status500))]
    [InlineData(nameof(Fault.CloseWhileReading))]
    public async Task An_insert_with_a_token_is_sent_again_to_the_same_endpoint(string fault)
    {
        _first.Next.Enqueue(Enum.Parse<Fault>(fault));
        _second.Next.Enqueue(Enum.Parse<Fault>(fault));
        await Client(_first, _second)
            .InsertAsync("t", Rows(), new() { DeduplicationToken = "0:0-9" });
        new[] { _first.Requests, _second.Requests }.ShouldBe([0, 2], ignoreOrder: true);
        _first
            .Lines.Concat(_second.Lines)
            .ShouldAllBe(l => l.Contains("insert_deduplication_token=0%3A0-9"));
    }

    [Fact]
    public async Task An_insert_that_was_surely_not_sent_goes_elsewhere_even_without_a_token()
    {
        _first.Refuse();
        var client = Client(_first, _second);
        await client.InsertAsync("t", Rows());
        await client.InsertAsync("t", Rows());
        await client.InsertAsync("t", ["n"], Source());
        _second.Requests.ShouldBe(3);

        static async IAsyncEnumerable<Block> Source()
        {
            await Task.Yield();
            yield return Rows();
        }
    }

    [Fact]
    public async Task A_refusal_for_load_is_retried_even_for_an_insert()
    {
        _first.Next.Enqueue(Fault.TooManyQueries);
        await Client(_first).InsertAsync("t", Rows());
        _first.Requests.ShouldBe(2);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task A_statement_is_retried_only_when_it_may_run_twice(
        bool idempotent,
        int requests
    )
    {
        _first.Next.Enqueue(Fault.Status500);
        var run = () =>
            Client(_first)
                .ExecuteAsync(
                    "CREATE TABLE IF NOT EXISTS t (n UInt8) ENGINE = Memory",
                    options: new() { Idempotent = idempotent }
                );
        if (idempotent)
        {
            await run();
        }
        else
        {
            await Should.ThrowAsync<ClickHouseException>(run);
        }
        _first.Requests.ShouldBe(requests);
    }

    [Fact]
    public async Task Cancelling_does_not_count_against_an_endpoint()
    {
        _first.Fault = Fault.Hang;
        var client = Client(_first);
        for (var i = 0; i < 8; i++)
        {
            using var stop = new CancellationTokenSource(30);
            await Should.ThrowAsync<OperationCanceledException>(() =>
                client.QueryScalarAsync<ulong>("SELECT 1", ct: stop.Token)
            );
        }
        client.Endpoints[0].IsAvailable.ShouldBeTrue();
        client.Endpoints[0].InUse.ShouldBe(0);
    }

    [Fact]
    public async Task Opening_makes_the_least_number_of_connections_and_requests_reuse_them()
    {
        var client = Client(o => o.MinConnections = 4, _first);
        await client.OpenAsync();
        await Eventually(() => _first.Connections >= 4);
        var opened = _first.Connections;
        for (var i = 0; i < 20; i++)
        {
            await Ask(client);
            await client.InsertAsync("t", Rows());
        }
        _first.Connections.ShouldBe(opened);
    }

    [Fact]
    public async Task Opening_and_pinging_need_one_endpoint_that_answers()
    {
        _first.Refuse();
        var client = Client(_first, _second);
        await client.OpenAsync();
        await client.PingAsync();
        _second.Refuse();
        (await Should.ThrowAsync<ClickHouseException>(() => client.PingAsync())).Name.ShouldBeOneOf(
            ClientErrors.Unreachable,
            ClientErrors.CutShort
        );
    }

    private static Task<ulong> Ask(ClickHouseClient client) =>
        client.QueryScalarAsync<ulong>("SELECT 1");

    private static Block Rows() => new(("n", Column.Of<ulong>(new ulong[100_000])));

    // Takes turns until the next request will be the first server's.
    private async Task AskUntilOn(ClickHouseClient client, FaultyServer server)
    {
        server.ShouldBeSameAs(_first);
        (await Ask(client)).ShouldBe(2UL);
    }

    private static async Task Eventually(Func<bool> holds)
    {
        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (!holds())
        {
            (DateTime.UtcNow < deadline).ShouldBeTrue("it didn't come true within 20 s");
            await Task.Delay(20);
        }
    }

    private ClickHouseClient Client(params FaultyServer[] servers) => Client(_ => { }, servers);

    private ClickHouseClient Client(Action<ClickHouseOptions> change, params FaultyServer[] servers)
    {
        var options = new ClickHouseOptions
        {
            Endpoints = [.. servers.Select(s => s.Address)],
            ResponseTimeout = TimeSpan.FromMilliseconds(1_900),
            ReadTimeout = TimeSpan.FromMilliseconds(1_900),
            Retry = new() { FirstDelay = TimeSpan.FromMilliseconds(5) },
            Breaker = new()
            {
                FirstProbe = TimeSpan.FromMilliseconds(50),
                MaxProbe = TimeSpan.FromSeconds(1),
            },
        };
        change(options);
        var client = new ClickHouseClient(options);
        _clients.Add(client);
        return client;
    }
}
