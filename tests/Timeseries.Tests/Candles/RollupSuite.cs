using System.Globalization;
using Platform.Stream.V1;
using Platform.TestKit;

namespace Platform.Timeseries.Tests.Candles;

/// <summary>
/// The real suite with rounds so quick and small, and memory so short, that every answer is put together
/// from rolled-up rows, stored ticks and memory.
/// </summary>
public sealed class RollupSuite : SuiteFixture
{
    private StreamService.StreamServiceClient? _stream;

    /// <summary>Waits until everything acknowledged so far is rolled up.</summary>
    public async Task WaitRolledUpAsync()
    {
        var deadline = DateTime.UtcNow.AddMinutes(3);
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
            // A busy machine is no broken log.
            .Set("timeseries", "Live:ReadWaitMax", "00:01:00")
            .Set("timeseries", "Storage:InsertInterval", "00:00:00.020")
            .Set("timeseries", "Storage:InsertRecordsMax", "64")
            .Set("timeseries", "CandleRollup:Interval", "00:00:00.010")
            .Set("timeseries", "CandleRollup:Share", "1")
            .Set("timeseries", "CandleRollup:RecordsMax", "40")
            // A dashboard is hundreds of reads of candles in one call.
            .Set("timeseries", "Grpc:UnaryDeadlineMax", "00:05:00");

    // Beside the log, not beside what is stored: what was acknowledged a moment ago may not be stored yet.
    private async Task<long> BehindAsync()
    {
        _stream ??= new StreamService.StreamServiceClient(OpenGateway());
        var topic = await _stream.GetTopicAsync(
            new GetTopicRequest { Topic = "mt5_tick_stream" },
            KeyHeaders
        );
        var rolled = await QueryClickHouseAsync(
            "SELECT log_partition, max(through) FROM candle_progress GROUP BY log_partition"
        );
        var next = rolled
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .ToDictionary(
                row => uint.Parse(row[0], CultureInfo.InvariantCulture),
                row => long.Parse(row[1], CultureInfo.InvariantCulture) + 1
            );
        return topic.Partitions.Sum(one =>
            (long)one.NextOffset - next.GetValueOrDefault(one.Partition)
        );
    }
}

[CollectionDefinition("rollup suite")]
public sealed class RollupSuiteCollection : ICollectionFixture<RollupSuite>;
