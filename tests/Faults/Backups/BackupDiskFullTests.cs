using Platform.Faults.BadInput;
using Platform.Faults.Kills;
using Platform.TestKit;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.Backups;

/// <summary>Backups on a file system of a few MiB that is really full.</summary>
public sealed class BackupDiskFullTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("platform-tight-");
    private TightDisk? _disk;
    private SuiteFixture? _suite;

    private string Data => Path.Combine(_place.FullName, "data");

    private string Backups => Path.Combine(Data, "backups");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_suite is not null)
        {
            await _suite.DisposeAsync();
        }
        _disk?.Dispose();
        _place.Delete(recursive: true);
    }

    [NeedsMountFact]
    public async Task On_a_full_disk_a_backup_fails_clearly_is_not_there_and_those_before_it_are_whole()
    {
        _disk = TightDisk.Mount(Backups, mebibytes: 64);
        _suite = new TightBackups(Data);
        await _suite.InitializeAsync();
        await WriteAsync(1);
        (await BackUpAsync("before")).ExitCode.ShouldBe(0);
        await WriteAsync(2);
        _disk.FillUp(leaveBytes: 64 << 10);

        var refused = await BackUpAsync("full");

        var text = string.Join('\n', refused.Lines);
        output.WriteLine(text);
        refused.ExitCode.ShouldNotBe(0);
        text.ShouldContain("room");
        await ShouldListAsync("before");
        Directory.Exists(Path.Combine(Backups, "full")).ShouldBeFalse("nothing of it was kept");

        _disk.FreeUp();
        (await BackUpAsync("after")).ExitCode.ShouldBe(0);
        await ShouldListAsync("before", "after");
        var restored = Path.Combine(_place.FullName, "restored");
        await LauncherCalls.RunAsync("restore", "before", "--from", Data, "--data", restored);
    }

    private Task<Launcher.Processes.ToolResult> BackUpAsync(string name) =>
        LauncherCalls.TryAsync("backup", name, "--data", Data);

    private async Task ShouldListAsync(params string[] names)
    {
        var list = await LauncherCalls.RunAsync("backup", "--list", "--data", Data);
        foreach (var name in names)
        {
            list.ShouldContain(name);
        }
        list.ShouldNotContain("full");
    }

    private async Task WriteAsync(ulong sequence) =>
        await new TimeseriesService.TimeseriesServiceClient(
            _suite!.OpenGateway()
        ).WriteTickBatchAsync(
            new WriteTickBatchRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                Batch = SentBatch.Make(sequence, ["TIGHT"], (int)sequence * 100).Ticks,
            },
            _suite.KeyHeaders
        );

    private sealed class TightBackups(string data) : SuiteFixture
    {
        protected override void Configure(SuiteSettings settings)
        {
            settings.DataDirectory = data;
            settings
                .Set("stream", "Stream:Log:SegmentBytes", "262144")
                .Set("stream", "Stream:Log:MaxRecordBytes", "32768");
        }
    }
}
