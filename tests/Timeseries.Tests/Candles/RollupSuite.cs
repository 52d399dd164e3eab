using System.Globalization;
using Platform.TestKit;

namespace Platform.Timeseries.Tests.Candles;

/// <summary>
/// The real suite with rounds so quick and small, and memory so short, that every answer is put together
/// from rolled-up rows, stored ticks and memory.
/// </summary>
public sealed class RollupSuite : SuiteFixture
{
    /// <summary>Waits until everything acknowledged so far is rolled up.</summary>
    public async Task WaitRolledUpAsync()
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (await BehindAsync() != 0)
        {
            if (DateTime.UtcNow > deadline)
            {
                throw new TimeoutException(
                    $"candles are still {await BehindAsync()} records behind; see {Timeseries.LogPath}"
                );
            }
            await Task.Delay(20);
        }
    }

    protected override void Configure(SuiteSettings settings) =>
        settings
            .Set("timeseries", "Live:TapeRows", "50")
            .Set("timeseries", "Live:WarmRows", "20")
            .Set("timeseries", "Storage:InsertInterval", "00:00:00.020")
            .Set("timeseries", "Storage:InsertRecordsMax", "64")
            .Set("timeseries", "CandleRollup:Interval", "00:00:00.010")
            .Set("timeseries", "CandleRollup:Share", "1")
            .Set("timeseries", "CandleRollup:RecordsMax", "40");

    private async Task<long> BehindAsync() =>
        long.Parse(
            await QueryClickHouseAsync(
                """
                SELECT count() FROM
                (
                    SELECT log_partition, toInt64(max(log_offset)) AS stored FROM ticks GROUP BY log_partition
                ) AS t
                LEFT JOIN
                (
                    SELECT log_partition, toInt64(max(through)) AS through, 1 AS noted
                    FROM candle_progress GROUP BY log_partition
                ) AS p USING log_partition
                WHERE noted = 0 OR stored > through
                """
            ),
            CultureInfo.InvariantCulture
        );
}

[CollectionDefinition("rollup suite")]
public sealed class RollupSuiteCollection : ICollectionFixture<RollupSuite>;
