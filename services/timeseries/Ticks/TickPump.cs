using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.Schema.Service;
using Platform.ServiceDefaults;
using Platform.Stream.V1;
using Platform.Timeseries.Backups;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Log;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Storage;

namespace Platform.Timeseries.Ticks;

/// <summary>
/// Starts the tick path and keeps it going: finds out from storage how far it has got, then follows the
/// log from there twice, once into the hub and once into storage.
/// </summary>
internal sealed partial class TickPump(
    ClickHouseClient clickHouse,
    SchemaStart schema,
    RestoreMark restore,
    TickLog log,
    LogFollower follower,
    TickHub hub,
    TickSink sink,
    TickHistory history,
    StoreWatch watch,
    StoreGate gate,
    HealthRegistry health,
    IOptions<StorageOptions> storage,
    IOptions<LiveOptions> live,
    ILogger<TickPump> logger
) : BackgroundService
{
    private const string ClickHouseStore = "clickhouse";
    private const string LogStore = "stream";
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    // Somebody has to act before it is otherwise.
    private static readonly TimeSpan ContradictionDelay = TimeSpan.FromSeconds(2);

    private readonly TextTable _texts = new();
    private string? _waitingFor;
    private volatile string? _notRunning = "the tick path has not started yet";

    /// <summary>Lets a read begin once it can see everything acknowledged before it.</summary>
    /// <exception cref="RpcException">STORE_UNAVAILABLE, saying what it waits for.</exception>
    public async ValueTask ReadyToReadAsync(CancellationToken cancellation)
    {
        if (_notRunning is { } reason)
        {
            PlatformErrors.Throw(
                ErrorReason.StoreUnavailable,
                $"Ticks can't be read yet: {reason}.",
                ("reason", reason)
            );
        }
        try
        {
            await hub.WaitAcknowledgedAsync(live.Value.ReadWaitMax, cancellation);
        }
        catch (TimeoutException)
        {
            PlatformErrors.Throw(
                ErrorReason.StoreUnavailable,
                "The log does not bring the newest ticks at the moment.",
                ("reason", "following the log is interrupted")
            );
        }
    }

    /// <summary>Says that it does not serve yet before anything listens; what runs in the background comes later.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        health.NotServing(ClickHouseStore, "not reached yet");
        health.NotServing(LogStore, "not reached yet");
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        sink.ImpedimentChanged += () => ReportStore(null);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var progress = await BeginAsync(stoppingToken);
                await RunAsync(progress, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (ClickHouseException e)
            {
                Wait(ClickHouseStore, e.Message, e.Name);
            }
            catch (RpcException e)
            {
                Wait(LogStore, e.Status.Detail, e.StatusCode.ToString());
            }
            catch (UnfinishedRestoreException e)
            {
                Wait(ClickHouseStore, e.Message, e.Message);
            }
            catch (InsertInDoubtException e)
            {
                LogWaiting(ClickHouseStore, e.Message);
                continue;
            }
            catch (InvalidDataException e)
            {
                // The log and storage contradict each other. Going on would lose or double ticks.
                LogContradiction(e.Message);
                Wait(LogStore, e.Message, "what it holds contradicts what is stored");
                await Task.Delay(ContradictionDelay, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            await Task.Delay(RetryDelay, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<StoredProgress> BeginAsync(CancellationToken stopping)
    {
        await restore.RefuseAsync(stopping);
        gate.IsWhole = true;
        await schema.EnsureAsync(stopping);
        var partitioner = await log.GetPartitionerAsync(stopping);
        var progress = await StoredProgress.ReadAsync(
            clickHouse,
            partitioner.Partitions,
            storage.Value.InsertRecordsMax,
            stopping
        );
        var status = await log.GetStatusAsync(stopping);
        CheckAgainstLog(progress, status);
        if (!hub.IsStarted)
        {
            var newest = StoredRows.ToRecords(await history.NewestOfAllAsync(stopping), _texts);
            hub.Start(progress.Through, progress.CheckFrom, newest);
            // Writers are answered already: what was acknowledged since the log was asked, the hub could not note.
            status = await log.GetStatusAsync(stopping);
        }
        foreach (var partition in status.Partitions.Where(one => one.NextOffset > 0))
        {
            // Acknowledged by whoever ran before: reads wait until it is published here.
            hub.Acknowledged(partition.Partition, partition.NextOffset - 1);
        }
        _notRunning = null;
        _waitingFor = null;
        health.Serving(ClickHouseStore);
        health.Serving(LogStore);
        LogStarted(progress.Through.Sum(offset => offset + 1));
        return progress;
    }

    private static void CheckAgainstLog(StoredProgress progress, GetTopicResponse status)
    {
        var lost = new List<string>();
        foreach (var partition in status.Partitions)
        {
            var stored = progress.Through[partition.Partition];
            if (stored >= (long)partition.NextOffset)
            {
                throw new InvalidDataException(
                    $"Storage holds ticks up to {partition.Partition}:{stored}, but the log's "
                        + $"partition ends at {partition.NextOffset}: the log was lost or replaced. "
                        + "Restore it, or move the stored ticks away."
                );
            }
            if ((long)partition.EarliestOffset > stored + 1)
            {
                lost.Add(
                    $"{partition.Partition}:{stored + 1} to {partition.Partition}:{partition.EarliestOffset - 1}"
                );
            }
            progress.CheckFrom[partition.Partition] = Math.Max(
                progress.CheckFrom[partition.Partition],
                partition.EarliestOffset
            );
        }
        if (lost.Count > 0)
        {
            throw new InvalidDataException(
                $"Retention removed records of the log before they were stored: {string.Join(", ", lost)} "
                    + "(partition:offset). Going on would leave a gap that nobody sees. Put back a log that still has "
                    + "them or a newer backup of the store; to accept the loss, move the stored ticks away."
            );
        }
    }

    private async Task RunAsync(StoredProgress progress, CancellationToken stopping)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var storing = sink.RunAsync(progress, failed.Token);
        var publishing = PublishAsync(failed.Token);
        var watching = watch.RunAsync(ReportStore, failed.Token);
        var warming = WarmAsync(failed.Token);
        await Task.WhenAny(storing, publishing);
        await failed.CancelAsync();
        await SettleAsync(warming);
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(storing, publishing);
    }

    /// <summary>Without warm tapes recent ticks come from storage, as they are: slower, so it is worth a word.</summary>
    private async Task SettleAsync(Task warming)
    {
        try
        {
            await warming;
        }
        catch (OperationCanceledException)
        {
            // Cut off by the stop.
        }
        catch (Exception e) when (e is ClickHouseException or RpcException)
        {
            LogNotWarmed(e.Message);
        }
    }

    private async Task PublishAsync(CancellationToken stopping)
    {
        var next = hub.PublishedThroughAll().Select(offset => (ulong)(offset + 1)).ToArray();
        var responses = follower.FollowAsync(
            next,
            broken => health.NotServing(LogStore, broken.Status.Detail),
            stopping
        );
        await foreach (var response in responses)
        {
            health.Serving(LogStore);
            foreach (var logged in response.Records)
            {
                var position = logged.Position;
                try
                {
                    hub.Publish(
                        new TickRecord(
                            position.Partition,
                            position.Offset,
                            logged.TimestampUs,
                            logged.Value.Memory,
                            _texts
                        )
                    );
                }
                catch (InvalidDataException)
                {
                    // The sink says so, once.
                    hub.Pass(position.Partition, position.Offset);
                }
            }
        }
    }

    /// <summary>Fills the tapes of the symbols with the newest ticks, so that recent ticks come from memory.</summary>
    private async Task WarmAsync(CancellationToken stopping)
    {
        var texts = new TextTable();
        var newest = hub.Snapshot(null).Newest.OrderByDescending(record => record.IngestUs);
        foreach (var record in newest.Take(live.Value.WarmSymbolsMax))
        {
            if (live.Value.WarmRows == 0 || hub.EvictedThrough(record.Symbol) is not { } through)
            {
                continue;
            }
            // Of a record whose insert was cut off storage has a part at first: what is read from memory must be whole.
            await hub.WaitStoredAsync(record.Partition, through, stopping);
            var scope = new HistoryScope([record.Symbol], [], 0);
            var from = await history.FindLastAsync(
                scope,
                record.Partition,
                live.Value.WarmRows,
                through,
                stopping
            );
            var rows = new List<StoredRow>();
            var after = (from?.Offset ?? 0) - 1;
            await history.ReadAsync(scope, record.Partition, after, through, rows, stopping);
            hub.Warm(
                record.Symbol,
                StoredRows.ToRecords(rows, texts),
                from is null ? -1 : after,
                through
            );
        }
    }

    /// <param name="store">What is waited for.</param>
    /// <param name="reason">Why, for the log and for health.</param>
    /// <param name="told">Why, for callers, who are not told addresses.</param>
    private void Wait(string store, string reason, string told)
    {
        if (_waitingFor != reason)
        {
            _waitingFor = reason;
            LogWaiting(store, reason);
        }
        if (!hub.IsStarted)
        {
            _notRunning = $"{store} does not answer ({told})";
        }
        Report(store, reason);
    }

    /// <summary>Inserting may fail though ClickHouse answers; either keeps it from serving.</summary>
    private void ReportStore(string? noAnswer) =>
        Report(ClickHouseStore, noAnswer ?? sink.Impediment);

    private void Report(string store, string? impediment)
    {
        if (impediment is null)
        {
            health.Serving(store);
        }
        else
        {
            health.NotServing(store, impediment);
        }
    }

    [LoggerMessage(
        301,
        LogLevel.Information,
        "The tick path runs; storage holds {Records} records of the log"
    )]
    private partial void LogStarted(long records);

    [LoggerMessage(304, LogLevel.Warning, "The newest ticks were not all read back: {Reason}")]
    private partial void LogNotWarmed(string reason);

    [LoggerMessage(303, LogLevel.Warning, "The tick path waits for {Store}: {Reason}")]
    private partial void LogWaiting(string store, string reason);

    [LoggerMessage(302, LogLevel.Critical, "The log and storage contradict each other: {Reason}")]
    private partial void LogContradiction(string reason);
}
