namespace Platform.ClickHouse.Tests.Failover;

/// <summary>Inserts and statements are repeated only where that can not do them twice.</summary>
public sealed class WriteRetryTests : TwoServers
{
    [Theory]
    [InlineData(nameof(Fault.Hang))]
    [InlineData(nameof(Fault.CloseBeforeAnswer))]
    [InlineData(nameof(Fault.Status500))]
    [InlineData(nameof(Fault.CloseWhileReading))]
    [InlineData(nameof(Fault.CutInFirstBlock))]
    public async Task An_insert_without_a_token_is_never_sent_twice(string fault)
    {
        First.Fault = Second.Fault = Enum.Parse<Fault>(fault);
        var error = await Should.ThrowAsync<ClickHouseException>(() =>
            Client(First, Second).InsertAsync("t", Rows())
        );
        error.IsTransient.ShouldBeTrue();
        (First.Requests + Second.Requests).ShouldBe(1);
    }

    [Theory]
    [InlineData(nameof(Fault.Hang))]
    [InlineData(nameof(Fault.CloseBeforeAnswer))]
    [InlineData(nameof(Fault.Status500))]
    [InlineData(nameof(Fault.CloseWhileReading))]
    public async Task An_insert_with_a_token_is_sent_again_to_the_same_endpoint(string fault)
    {
        First.Next.Enqueue(Enum.Parse<Fault>(fault));
        Second.Next.Enqueue(Enum.Parse<Fault>(fault));
        await Client(First, Second)
            .InsertAsync("t", Rows(), new() { DeduplicationToken = "0:0-9" });
        new[] { First.Requests, Second.Requests }.ShouldBe([0, 2], ignoreOrder: true);
        First
            .Lines.Concat(Second.Lines)
            .ShouldAllBe(l => l.Contains("insert_deduplication_token=0%3A0-9"));
    }

    [Fact]
    public async Task An_insert_that_was_surely_not_sent_goes_elsewhere_even_without_a_token()
    {
        First.Refuse();
        var client = Client(First, Second);
        await client.InsertAsync("t", Rows());
        await client.InsertAsync("t", Rows());
        await client.InsertAsync("t", ["n"], Source());
        Second.Requests.ShouldBe(3);

        static async IAsyncEnumerable<Block> Source()
        {
            await Task.Yield();
            yield return Rows();
        }
    }

    [Fact]
    public async Task A_refusal_for_load_is_retried_even_for_an_insert()
    {
        First.Next.Enqueue(Fault.TooManyQueries);
        await Client(First).InsertAsync("t", Rows());
        First.Requests.ShouldBe(2);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task A_statement_is_retried_only_when_it_may_run_twice(
        bool idempotent,
        int requests
    )
    {
        First.Next.Enqueue(Fault.Status500);
        var run = () =>
            Client(First)
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
        First.Requests.ShouldBe(requests);
    }
}
