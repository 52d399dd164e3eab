using System.Numerics;

namespace Platform.Stream.Engines.Faster;

/// <summary>What the parts of a topic share.</summary>
internal sealed class TopicLogContext
{
    public TopicLogContext(
        TopicManifest manifest,
        string directory,
        FasterLogOptions options,
        TimeProvider time,
        DiskFaults? faults
    )
    {
        Settings = manifest.Settings;
        Files = new SegmentFiles(directory, manifest.SegmentBytes);
        Options = options;
        Time = time;
        Faults = faults;
        PageBytes = manifest.PageBytes;
        MaxRecordBytes = Settings.MaxRecordBytes ?? options.MaxRecordBytes;
        MaxRecordBytes = Math.Min(MaxRecordBytes, PageBytes - RecordFormat.MaxOverheadBytes);
        MemoryBytes = (int)
            BitOperations.RoundUpToPowerOf2(
                (uint)Math.Max(Settings.MemoryBytes ?? options.MemoryBytes, 2 * PageBytes)
            );
    }

    public TopicSettings Settings { get; }

    public SegmentFiles Files { get; }

    public FasterLogOptions Options { get; }

    public TimeProvider Time { get; }

    public DiskFaults? Faults { get; }

    public int MaxRecordBytes { get; }

    /// <summary>A record never crosses a page, so a page holds the largest.</summary>
    public int PageBytes { get; }

    public int MemoryBytes { get; }

    public TimeSpan RequestIdWindow => Settings.RequestIdWindow ?? Options.RequestIdWindow;

    /// <summary>Called when more became visible.</summary>
    public required Action VisibleMoved { get; init; }

    /// <summary>Called when a log has failed and takes nothing any more.</summary>
    public required Action<TopicLog, Exception> Failed { get; init; }

    public long NowUs() => (Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
}
