using Platform.TestKit;
using Platform.Timeseries.Tests.Schema;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Candles;

/// <summary>Whatever a round of candles fails with, the process goes on and the round is repeated.</summary>
[Collection("rollup suite")]
public class RepeatedRoundTests(RollupSuite suite)
{
    private const long Start = 1_702_000_000_000_000;

    /// <summary>
    /// Asked how far it reaches it answers in other types than the table has, which is no failure of the engine's but of
    /// who reads it; and takes a while, so that the question can be seen.
    /// </summary>
    private const string Hostile = """
        CREATE VIEW candles AS
        SELECT number AS log_partition, 1000000 + sleepEachRow(1) AS through FROM numbers(1)
        """;

    [Fact]
    public async Task A_round_that_fails_in_the_process_and_not_in_the_engine_is_repeated()
    {
        var ledger = new TickLedger(
            new TimeseriesService.TimeseriesServiceClient(suite.OpenGateway()),
            suite.KeyHeaders,
            $"F{Guid.NewGuid():N}"[..20]
        );
        var random = new Random(5);
        await ledger.WriteAsync(TickLedger.Make(random, 100, Start, TickLedger.Second));
        await suite.WaitRolledUpAsync();
        await suite.QueryClickHouseAsync("RENAME TABLE candles TO candles_kept");
        try
        {
            await suite.QueryClickHouseAsync(Hostile);
            await ledger.WriteAsync(TickLedger.Make(random, 100, Start, TickLedger.Second));
            var (asked, isAsking) = (0, false);
            await Wait.UntilAsync(
                async () =>
                {
                    var running = await suite.QueryClickHouseAsync(
                        "SELECT count() FROM system.processes WHERE query LIKE 'SELECT DISTINCT log_partition, through FROM candles%'"
                    );
                    asked += running != "0" && !isAsking ? 1 : 0;
                    isAsking = running != "0";
                    // The third comes after two answers at least.
                    return asked >= 3;
                },
                "the round is repeated"
            );
        }
        finally
        {
            await suite.QueryClickHouseAsync("DROP VIEW IF EXISTS candles SYNC");
            await suite.QueryClickHouseAsync("RENAME TABLE candles_kept TO candles");
        }
        await suite.WaitRolledUpAsync();
        await ledger.CheckAsync(Timeframe._1M, PriceSide.Bid);
    }
}
