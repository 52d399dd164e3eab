using Platform.ClickHouse.Tests.Engine;

namespace Platform.ClickHouse.Tests.Conformance;

[Collection(EngineTests.Name)]
public sealed class DeduplicationTests(EngineFixture engine)
{
    [Fact]
    public async Task A_token_seen_before_adds_nothing()
    {
        var table = await engine.CreateTableAsync(
            "n UInt64",
            "MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 100"
        );
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

    private Task<ulong> Count(string table) =>
        engine.Client.QueryScalarAsync<ulong>($"SELECT count() FROM {table}");

    private static Block Numbers(ulong from) =>
        new(
            ("n", Column.Of<ulong>(Enumerable.Range(0, 10).Select(i => from + (ulong)i).ToArray()))
        );
}
