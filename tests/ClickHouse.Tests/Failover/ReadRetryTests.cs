namespace Platform.ClickHouse.Tests.Failover;

/// <summary>Reads are repeated, until a part of the answer was given on.</summary>
public sealed class ReadRetryTests : TwoServers
{
    [Theory]
    [InlineData(nameof(Fault.Status500))]
    [InlineData(nameof(Fault.TooManyQueries))]
    [InlineData(nameof(Fault.Hang))]
    [InlineData(nameof(Fault.CloseBeforeAnswer))]
    [InlineData(nameof(Fault.CutInFirstBlock))]
    [InlineData(nameof(Fault.StallInBlock))]
    public async Task A_read_goes_to_another_endpoint_when_one_fails(string fault)
    {
        First.Fault = Enum.Parse<Fault>(fault);
        var client = Client(First, Second);
        for (var i = 0; i < 4; i++)
        {
            (await Ask(client)).ShouldBe(2UL);
        }
        First.Requests.ShouldBeGreaterThan(0);
        client.Endpoints.ShouldAllBe(e => e.InUse == 0);
    }

    [Fact]
    public async Task A_retry_has_a_query_id_of_its_own()
    {
        First.Next.Enqueue(Fault.Status500);
        await Client(First).QueryScalarAsync<ulong>("SELECT 1", options: new() { QueryId = "abc" });
        var lines = First.Lines.ToArray();
        lines[0].ShouldContain("query_id=abc&");
        lines[1].ShouldContain("query_id=abc-2&");
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
        First.Fault = Enum.Parse<Fault>(fault);
        var error = await Should.ThrowAsync<ClickHouseException>(() => Ask(Client(First)));
        error.Name.ShouldBe(name);
        error.IsTransient.ShouldBeTrue();
        First.Requests.ShouldBe(attempts);
    }

    [Fact]
    public async Task A_failure_after_the_first_block_is_told_and_not_retried()
    {
        First.Fault = Fault.CutInSecondBlock;
        var client = Client(First, Second);
        // They take turns: the next request is the first server's.
        (await Ask(client)).ShouldBe(2UL);
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
}
