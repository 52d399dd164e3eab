using Platform.Launcher.State;
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
        _suite = new ShortLog(data, CancellationToken.None);
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

        using var enough = new CancellationTokenSource();
        var starting = new ShortLog(restored, enough.Token).InitializeAsync();
        var said = await Eventually.AskAsync(
            () => SaidAsync(restored),
            // It says so twice at first; then it looked again, and did not change its mind.
            lines => lines.Count >= 3 || starting.IsCompleted
        );

        said.ForEach(output.WriteLine);
        if (starting.IsCompleted)
        {
            await starting;
        }
        starting.IsCompleted.ShouldBeFalse("it must not serve as if all were there");
        said.ShouldNotBeEmpty();
        said.ShouldAllBe(line => line.Contains(":1 to "));
        await enough.CancelAsync();
        await starting.ShouldThrowAsync<OperationCanceledException>();
    }

    private static async Task<List<string>> SaidAsync(string data)
    {
        var log = new SuiteLayout(data).LogOf("timeseries");
        var lines = File.Exists(log) ? await File.ReadAllLinesAsync(log) : [];
        return
        [
            .. lines.Where(line =>
                line.Contains("Retention removed records of the log before they were stored")
            ),
        ];
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
    private sealed class ShortLog(string data, CancellationToken enough) : SuiteFixture
    {
        protected override void Configure(SuiteSettings settings)
        {
            settings.DataDirectory = data;
            settings.StartCancellation = enough;
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
