using Platform.ClickHouse.Tests.Engine;

namespace Platform.ClickHouse.Tests.Conformance;

[Collection(EngineTests.Name)]
public sealed class ReadmeTests(EngineFixture engine)
{
    [Fact]
    public async Task The_example_of_the_README_works()
    {
        await using var client = engine.NewClient(o => o.Database = "driver_tests");
        await client.OpenAsync();

        await client.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS ticks (time DateTime64(6, 'UTC'), symbol LowCardinality(String), bid Float64) "
                + "ENGINE = MergeTree ORDER BY (symbol, time) SETTINGS non_replicated_deduplication_window = 1000"
        );

        var block = new Block(
            (
                "time",
                Column.Of<long>(
                    "DateTime64(6, 'UTC')",
                    new[] { 1_399_507_200_000_000, 1_399_507_200_250_000 }
                )
            ),
            ("symbol", Column.LowCardinality(["EURUSD", "IBM"], new[] { 0, 0 })),
            ("bid", Column.Of<double>(new[] { 1.3926, 1.3927 }))
        );
        await client.InsertAsync("ticks", block, new() { DeduplicationToken = "0:0-1" });

        var times = new List<long>();
        var sum = 0d;
        await foreach (
            var read in client.QueryAsync(
                "SELECT time, bid FROM ticks WHERE symbol = {symbol:String}",
                new() { { "symbol", "EURUSD" } }
            )
        )
        {
            using (read)
            {
                times.AddRange(read.Values<long>("time"));
                foreach (var bid in read.Values<double>("bid"))
                {
                    sum += bid;
                }
            }
        }
        times.ShouldBe([1_399_507_200_000_000, 1_399_507_200_250_000]);
        sum.ShouldBe(1.3926 + 1.3927, 1e-12);
    }
}
