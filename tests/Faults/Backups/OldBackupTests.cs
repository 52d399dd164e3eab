using Platform.Stream.V1;
using Platform.TestKit;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.Backups;

/// <summary>A store that is older than what the log still has: what lies between is in neither.</summary>
public sealed class OldBackupTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("platform-old-");
    private SuiteFixture? _suite;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_suite is not null)
        {
            await _suite.DisposeAsync();
        }
        _place.Delete(recursive: true);
    }

    [Fact]
    public async Task It_is_refused_with_what_is_missing_instead_of_going_on_with_a_gap()
    {
        var data = Path.Combine(_place.FullName, "data");
        _suite = new ShortLog(data, TimeSpan.FromSeconds(60));
        await _suite.InitializeAsync();
        await WriteAsync(0);
        await LauncherCalls.RunAsync("backup", "old", "--data", data);
        await WriteUntilRemovedAsync();
        await _suite.DisposeAsync();
        _suite = null;
        var restored = Path.Combine(_place.FullName, "restored");
        await LauncherCalls.RunAsync([
            "restore",
            "old",
            "--from",
            data,
            "--data",
            restored,
            "--log-from",
            data,
        ]);

        var suite = new ShortLog(restored, TimeSpan.FromSeconds(30));
        var refused = await suite
            .InitializeAsync()
            .ShouldThrowAsync<InvalidOperationException>("it must not serve as if all were there");

        output.WriteLine(refused.Message);
        refused.Message.ShouldContain(
            "Retention removed records of the log before they were stored"
        );
        refused.Message.ShouldContain(":1 to ");
    }

    private async Task WriteUntilRemovedAsync()
    {
        var stream = new StreamService.StreamServiceClient(_suite!.OpenGateway());
        var deadline = DateTime.UtcNow + Patience;
        for (var batch = 1; ; batch++)
        {
            await WriteAsync(batch);
            var topic = await stream.GetTopicAsync(
                new GetTopicRequest { Topic = "mt5_tick_stream" },
                _suite.KeyHeaders
            );
            if (topic.Partitions.Any(partition => partition.EarliestOffset > 1))
            {
                return;
            }
            DateTime.UtcNow.ShouldBeLessThan(deadline, "retention removes nothing");
        }
    }

    private async Task WriteAsync(int batch)
    {
        var ticks = new TickBatch { Symbols = { "OLD" } };
        for (var row = 0; row < 2_000; row++)
        {
            ticks.TimeUs.Add(1_700_000_000_000_000 + (batch * 2_000L) + row);
            ticks.Bid.Add(1 + (row * 0.37));
            ticks.Ask.Add(2 + (row * 0.37));
        }
        await new TimeseriesService.TimeseriesServiceClient(
            _suite!.OpenGateway()
        ).WriteTickBatchAsync(new WriteTickBatchRequest { Batch = ticks }, _suite.KeyHeaders);
    }

    /// <summary>A log that keeps a MiB or two.</summary>
    private sealed class ShortLog(string data, TimeSpan startMax) : SuiteFixture
    {
        protected override void Configure(SuiteSettings settings)
        {
            settings.DataDirectory = data;
            settings.StartMax = startMax;
            var topics = Path.Combine(Path.GetDirectoryName(data)!, "topics.json");
            File.WriteAllText(
                topics,
                """
                { "topics": [ { "name": "mt5_tick_stream", "partitions": 1, "segment_bytes": 1048576,
                  "memory_bytes": 1048576, "max_record_bytes": 262144, "retention_bytes": 1048576 } ] }
                """
            );
            settings
                .Set("stream", "Stream:TopicsFile", topics)
                .Set("stream", "Stream:Log:RetentionInterval", "00:00:00.050");
        }
    }
}
