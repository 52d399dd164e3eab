using Platform.ClickHouse.Tests.Engine;
using Platform.ClickHouse.Tests.Failover;

namespace Platform.ClickHouse.Tests.Conformance;

[Collection(EngineTests.Name)]
public sealed class DeduplicationTests(EngineFixture engine)
{
    [Fact]
    public async Task A_token_seen_before_adds_nothing()
    {
        var table = await Deduplicating();
        var first = new InsertOptions { DeduplicationToken = "0:0-9" };
        await engine.Client.InsertAsync(table, Numbers(0), first);
        await engine.Client.InsertAsync(table, Numbers(0), first);
        await engine.Client.InsertAsync(table, Numbers(500), first);
        (await Count(table)).ShouldBe(10UL);
        await engine.Client.InsertAsync(
            table,
            Numbers(0),
            new() { DeduplicationToken = "0:10-19" }
        );
        (await Count(table)).ShouldBe(20UL);
    }

    [Fact]
    public async Task An_insert_done_but_not_heard_of_is_retried_and_adds_nothing()
    {
        await using var proxy = new CuttingProxy(engine.Address);
        await using var client = engine.NewClient(o => o.Endpoints = [proxy.Address]);
        var table = await Deduplicating();
        proxy.CutNextAnswer = true;
        await client.InsertAsync(table, Numbers(0), new() { DeduplicationToken = "0:0-9" });
        proxy.Cuts.ShouldBe(1);
        (await Count(table)).ShouldBe(10UL);
    }

    [Fact]
    public async Task Without_a_token_the_caller_hears_that_the_outcome_is_unknown()
    {
        await using var proxy = new CuttingProxy(engine.Address);
        await using var client = engine.NewClient(o => o.Endpoints = [proxy.Address]);
        var table = await Deduplicating();
        proxy.CutNextAnswer = true;
        var error = await Should.ThrowAsync<ClickHouseException>(() =>
            client.InsertAsync(table, Numbers(0))
        );
        error.Name.ShouldBe(ClientErrors.CutShort);
        (await Count(table)).ShouldBe(10UL);
    }

    [Fact]
    public async Task Cut_anywhere_again_and_again_every_block_is_stored_exactly_once()
    {
        const int Blocks = 30;
        const int Rows = 20_000;
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var proxy = new CuttingProxy(engine.Address);
        await using var client = engine.NewClient(o =>
        {
            o.Endpoints = [proxy.Address];
            o.Retry.Attempts = 6;
            o.Retry.FirstDelay = TimeSpan.FromMilliseconds(5);
            o.Breaker.MinimumRequests = 1_000;
        });
        var table = await Deduplicating();
        for (var i = 0; i < Blocks; i++)
        {
            if (random.Next(3) == 0)
            {
                proxy.CutNextAnswer = true;
            }
            else
            {
                proxy.CutAfter(random.Next(Rows * sizeof(ulong)));
            }
            await client.InsertAsync(
                table,
                Numbers((ulong)(i * Rows), Rows),
                new() { DeduplicationToken = $"block-{i}" }
            );
        }
        proxy.Cuts.ShouldBeGreaterThan(Blocks / 2);
        var row = (
            await engine.Client.QueryRowsAsync(
                $"SELECT count() AS all, uniqExact(n) AS distinct, max(n) AS last FROM {table}"
            )
        ).Single();
        row["all"].ShouldBe((ulong)(Blocks * Rows), $"seed {seed}");
        row["distinct"].ShouldBe((ulong)(Blocks * Rows), $"seed {seed}");
        row["last"].ShouldBe((ulong)(Blocks * Rows) - 1, $"seed {seed}");
    }

    private Task<string> Deduplicating() =>
        engine.CreateTableAsync(
            "n UInt64",
            "MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 100"
        );

    private Task<ulong> Count(string table) =>
        engine.Client.QueryScalarAsync<ulong>($"SELECT count() FROM {table}");

    private static Block Numbers(ulong from, int count = 10)
    {
        var numbers = new ulong[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = from + (ulong)i;
        }
        return new(("n", Column.Of<ulong>(numbers)));
    }
}
