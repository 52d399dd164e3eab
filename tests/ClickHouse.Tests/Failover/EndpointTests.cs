namespace Platform.ClickHouse.Tests.Failover;

/// <summary>Which endpoint is asked, and which is put aside until it answers again.</summary>
public sealed class EndpointTests : TwoServers
{
    [Fact]
    public async Task Healthy_endpoints_take_turns()
    {
        var client = Client(First, Second);
        var answers = new List<ulong>();
        for (var i = 0; i < 10; i++)
        {
            answers.Add(await Ask(client));
        }
        answers.Count(a => a == 1).ShouldBe(5);
        answers.Count(a => a == 2).ShouldBe(5);
    }

    [Fact]
    public async Task First_host_is_down()
    {
        First.Refuse();
        var client = Client(First, Second);
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
        First.Refuse();
        var client = Client(First, Second);
        await Ask(client);
        await Ask(client);
        client.Endpoints[0].IsAvailable.ShouldBeFalse();
        First.Return();
        await Eventually(() => client.Endpoints[0].IsAvailable);
        var answers = new[] { await Ask(client), await Ask(client) };
        answers.ShouldBe([1UL, 2UL], ignoreOrder: true);
        client.Endpoints[0].LastError.ShouldBeNull();
    }

    [Fact]
    public async Task When_all_are_down_the_answer_comes_at_once()
    {
        First.Refuse();
        Second.Refuse();
        var client = Client(First, Second);
        (await Should.ThrowAsync<ClickHouseException>(() => Ask(client))).Name.ShouldBe(
            ClientErrors.Unreachable
        );
        var error = await Should.ThrowAsync<ClickHouseException>(() => Ask(client));
        error.Name.ShouldBe(ClientErrors.NoneAvailable);
        error.IsTransient.ShouldBeTrue();
        error.Message.ShouldContain("can't be connected to");
    }

    [Fact]
    public async Task An_endpoint_that_keeps_failing_is_put_aside_until_it_answers()
    {
        First.Fault = Fault.Status500;
        First.AnswersPings = false;
        var client = Client(First);
        for (var i = 0; i < 4; i++)
        {
            await Should.ThrowAsync<ClickHouseException>(() => Ask(client));
        }
        var asked = First.Requests;
        (await Should.ThrowAsync<ClickHouseException>(() => Ask(client))).Name.ShouldBe(
            ClientErrors.NoneAvailable
        );
        First.Requests.ShouldBe(asked);
        First.Fault = Fault.None;
        First.AnswersPings = true;
        await Eventually(() => client.Endpoints[0].IsAvailable);
        (await Ask(client)).ShouldBe(1UL);
    }

    [Fact]
    public async Task A_callers_own_short_time_does_not_count_against_an_endpoint()
    {
        First.Fault = Fault.Hang;
        var client = Client(First);
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

    [Fact]
    public async Task Cancelling_does_not_count_against_an_endpoint()
    {
        First.Fault = Fault.Hang;
        var client = Client(First);
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
        var client = Client(
            o =>
            {
                o.MinConnections = 4;
                // What keeps them open would use them beside the requests.
                o.KeepAliveInterval = TimeSpan.FromSeconds(8);
            },
            First
        );
        await client.OpenAsync();
        await Eventually(() => First.Connections >= 4);
        var opened = First.Connections;
        for (var i = 0; i < 20; i++)
        {
            await Ask(client);
            await client.InsertAsync("t", Rows());
        }
        First.Connections.ShouldBe(opened);
    }

    [Fact]
    public async Task Opening_and_pinging_need_one_endpoint_that_answers()
    {
        First.Refuse();
        var client = Client(First, Second);
        await client.OpenAsync();
        await client.PingAsync();
        Second.Refuse();
        (await Should.ThrowAsync<ClickHouseException>(() => client.PingAsync())).Name.ShouldBeOneOf(
            ClientErrors.Unreachable,
            ClientErrors.CutShort
        );
    }
}
