using Microsoft.Extensions.Logging.Abstractions;
using Platform.Stream.Engines;
using Platform.Stream.Engines.Faster;

namespace Platform.Stream.Tests.Engines;

internal sealed class FasterHarness(FasterLogOptions? options = null) : EngineHarness
{
    private readonly TempDirectory _directory = new();

    public string Path => _directory.Path;

    public DiskFaults Faults { get; } = new();

    public FasterLogOptions Options { get; set; } = options ?? Small;

    /// <summary>Small segments and memory, so that a test meets every boundary often.</summary>
    public static FasterLogOptions Small =>
        new()
        {
            SegmentBytes = 128 * 1024,
            MemoryBytes = 64 * 1024,
            MaxRecordBytes = 30_000,
            IndexIntervalBytes = 4096,
            RetentionInterval = TimeSpan.FromMilliseconds(20),
        };

    public string TopicPath(string topic) => System.IO.Path.Join(Path, "topics", topic);

    public string[] LogFiles(string topic)
    {
        var files = Directory.GetFiles(TopicPath(topic), "*.log");
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    /// <summary>For a test class that gives it back in DisposeAsync.</summary>
    public static FasterHarness Create() => new();

    /// <summary>An engine on the same directory beside the one that has it.</summary>
    public ILogEngine CreateSecond() => CreateEngine();

    public override async Task ApplyRetentionAsync()
    {
        var engine = (FasterLogEngine)Engine;
        // The one that runs may have looked already, the next has not.
        var enough = engine.Rounds + 2;
        var deadline = DateTime.UtcNow + EngineCalls.Patience;
        while (engine.Rounds < enough)
        {
            DateTime.UtcNow.ShouldBeLessThan(deadline, "retention does not look");
            await Task.Delay(5);
        }
    }

    protected override ILogEngine CreateEngine() =>
        new FasterLogEngine(Path, Options, Time, NullLogger<FasterLogEngine>.Instance)
        {
            Faults = Faults,
        };

    protected override ValueTask CleanAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
