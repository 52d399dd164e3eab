namespace Platform.Stream.Engines.Faster;

/// <summary>
/// A topic for as long as it exists. Holds the log that takes its records and, should the disk fail,
/// opens it again at what was durable; reading goes on meanwhile.
/// </summary>
internal sealed partial class FasterTopic : IAsyncDisposable
{
    private static readonly TimeSpan ReopenFirst = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ReopenSlowest = TimeSpan.FromSeconds(5);
    private readonly TopicLogContext _context;
    private readonly FloorFile _floor;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly object _maintenance = new();
    private volatile TopicLog _log;
    private volatile Exception? _down;
    private volatile bool _closed;
    private Task _reopening = Task.CompletedTask;

    public FasterTopic(
        TopicManifest manifest,
        string directory,
        FasterLogOptions options,
        TimeProvider time,
        DiskFaults? faults,
        ILogger logger
    )
    {
        _logger = logger;
        _context = new TopicLogContext(manifest, directory, options, time, faults)
        {
            VisibleMoved = () => VisibleMoved.Give(),
            Failed = OnFailed,
        };
        _floor = new FloorFile(directory);
        var started = time.GetTimestamp();
        _log = Open(cutAt: null, _floor.Load());
        Log.Opened(
            logger,
            Settings.Name,
            Settings.Partitions,
            _log.Segments.Count,
            _log.Visible,
            time.GetElapsedTime(started).TotalMilliseconds
        );
    }

    public TopicSettings Settings => _context.Settings;

    public TopicLogContext Context => _context;

    public SegmentList Segments => _log.Segments;

    public long Visible => _log.Visible;

    public Pulse VisibleMoved { get; } = new();

    public string? Impediment => _down?.Message ?? _log.Full?.Message;

    public ValueTask<Append> AppendAsync(ReadOnlyMemory<AppendRecord> records)
    {
        RecordCheck.Throw(_context, records.Span);
        return _log.Append(records);
    }

    public TopicStatus Status()
    {
        var (earliest, next, _) = Ranges();
        var partitions = new PartitionRange[earliest.Length];
        for (var i = 0; i < partitions.Length; i++)
        {
            partitions[i] = new PartitionRange(i, earliest[i], next[i]);
        }
        return new TopicStatus(Settings, partitions, Segments.SizeBytes);
    }

    /// <summary>
    /// Earliest and next offset of every partition, and the end of the visible log they go with.
    /// </summary>
    public (long[] Earliest, long[] Next, long Visible) Ranges()
    {
        var log = _log;
        var next = new long[Settings.Partitions];
        var visible = log.Snapshot(next);
        var first = log.Segments.First;
        return (first?.Start.NextOffsets ?? new long[Settings.Partitions], next, visible);
    }

    /// <summary>Full segments written up, retention, the floor.</summary>
    public void Maintain()
    {
        lock (_maintenance)
        {
            if (_closed)
            {
                return;
            }
            try
            {
                Maintain(_log);
            }
            catch (IOException failure)
            {
                // All of it is tried again, and a start does without.
                Log.MaintenanceFailed(_logger, Settings.Name, failure);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_maintenance)
        {
            _closed = true;
        }
        await _closing.CancelAsync();
        await _reopening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _log.DisposeAsync();
        await _context.Files.Spare.DisposeAsync();
        VisibleMoved.Give();
        if (_down is null && Directory.Exists(_context.Files.Directory))
        {
            _floor.Save(_log.Visible);
        }
        _closing.Dispose();
    }

    private void Maintain(TopicLog log)
    {
        foreach (var segment in log.Segments.ToSeal(log.Visible))
        {
            new SegmentFacts(log.Segments.Index(segment), log.RequestIds(segment)).Save(
                _context.Files,
                segment.Id
            );
            segment.Sealed = true;
        }
        log.RemoveExpired();
        _floor.Save(log.Visible);
    }

    private TopicLog Open(long? cutAt, long floor)
    {
        var recovery = new LogRecovery(
            Settings,
            _context.Files,
            _context.PageBytes,
            _context.Options,
            _context.RequestIdWindow
        );
        return new TopicLog(_context, recovery.Run(_context.NowUs(), cutAt, floor));
    }

    private void OnFailed(TopicLog log, Exception failure)
    {
        _down = failure;
        Log.WriteFailed(_logger, Settings.Name, failure);
        _reopening = Task.Run(() => ReopenAsync(log, failure));
    }

    private async Task ReopenAsync(TopicLog failed, Exception failure)
    {
        var durable = failed.Visible;
        await failed.DisposeAsync();
        for (var pause = ReopenFirst; ; pause = Min(pause * 2, ReopenSlowest))
        {
            await Task.Delay(pause, _closing.Token);
            try
            {
                _log = Open(durable, durable);
                _down = null;
                Log.Reopened(_logger, Settings.Name, durable);
                return;
            }
            catch (Exception again) when (again is IOException or LogException)
            {
                _down = again;
                Log.StillDown(_logger, Settings.Name, again.Message, failure.Message);
            }
        }

        static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
    }
}
