using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Ticks.Subscribe;

/// <summary>
/// One subscription as a state machine:
/// <code>
/// starting ──► catching up ──► live ──► ended
///                  ▲             │ fell behind (CATCH_UP)
///                  └─────────────┘
/// </code>
/// Everything turns on the cursor, the newest offset of each partition the subscriber has. Catching up
/// reads storage until memory reaches back to the cursor; then joining the hub is one step under its
/// lock: what memory holds after the cursor goes in front of what comes. So there is neither a gap nor
/// a repeat, however long catching up took.
/// </summary>
internal sealed class TickSubscription(
    TickHub hub,
    TickHistory history,
    TickScope scope,
    SubscriptionRequest request,
    SubscriptionStart start,
    FrameWriter writer,
    LiveQueue queue,
    LiveOptions options,
    TimeProvider clock
)
{
    private const int HistoryFrameRows = 2_048;

    private readonly Cursor _cursor = start.Cursor;
    private readonly ReplayPace _pace = new(request.ReplaySpeed, clock);
    private readonly LiveBatch _batch = new();
    private readonly Dictionary<uint, PartialRecord> _partial = [];

    /// <summary>Runs until the subscriber goes, the process stops or the policy ends it.</summary>
    public async Task RunAsync(IReadOnlyList<string> already, CancellationToken cancellation)
    {
        await writer.ConfirmAsync(scope.Symbols, already, cancellation);
        if (start.Expired.Count > 0)
        {
            await writer.SkippedAsync(start.Expired, 0, SkipReason.Retention, cancellation);
        }
        if (start.Snapshot.Count > 0)
        {
            await writer.SnapshotAsync(start.Snapshot, cancellation);
        }
        using var closing = cancellation.Register(queue.Close);
        try
        {
            while (true)
            {
                await CatchUpAsync(cancellation);
                var ending = await FollowAsync(cancellation);
                hub.Leave(scope, queue);
                if (ending == LiveState.Closed)
                {
                    cancellation.ThrowIfCancellationRequested();
                    return;
                }
                if (request.SlowReader == SlowReader.Disconnect)
                {
                    ThrowSlow();
                }
                await writer.FellBehindAsync(cancellation);
            }
        }
        finally
        {
            hub.Leave(scope, queue);
        }
    }

    /// <summary>Reads history until the queue is registered with the hub, its backlog in front.</summary>
    private async Task CatchUpAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var join = hub.TryJoin(scope, _cursor, queue, _pace.IsPaced);
            switch (join.Outcome)
            {
                case JoinOutcome.Joined:
                    return;
                case JoinOutcome.TooFarBehind when _pace.IsPaced:
                    await ReplayMemoryAsync(join.Backlog, cancellation);
                    break;
                case JoinOutcome.TooFarBehind:
                    await SendBacklogAsync(join.Backlog, cancellation);
                    break;
                default:
                    await ReadStorageAsync(join.Boundaries, cancellation);
                    break;
            }
        }
    }

    private async Task SendBacklogAsync(List<TickRecord> backlog, CancellationToken cancellation)
    {
        var frame = new List<TickRecord>();
        var bytes = 0;
        foreach (var record in backlog)
        {
            frame.Add(record);
            bytes += record.Value.Length;
            if (bytes >= options.FrameBytesMax)
            {
                await writer.RecordsAsync(frame, history: true, cancellation);
                frame.Clear();
                bytes = 0;
            }
        }
        await writer.RecordsAsync(frame, history: true, cancellation);
    }

    private async Task ReadStorageAsync(
        Dictionary<uint, long> boundaries,
        CancellationToken cancellation
    )
    {
        var pages = new List<PartitionPages>();
        foreach (var (partition, boundary) in boundaries)
        {
            if (boundary > _cursor.Through(partition))
            {
                // Memory gave these up before they were stored only under pressure; then this waits.
                await hub.WaitStoredAsync(partition, boundary, cancellation);
                pages.Add(
                    new PartitionPages(
                        history,
                        scope.ForHistory(),
                        partition,
                        _cursor.Through(partition),
                        boundary
                    )
                );
            }
        }
        await SendMergedAsync(pages, cancellation);
    }

    private Task ReplayMemoryAsync(List<TickRecord> backlog, CancellationToken cancellation)
    {
        var pages = new List<PartitionPages>();
        foreach (var partition in backlog.GroupBy(record => record.Partition))
        {
            var rows = new List<StoredRow>();
            foreach (var record in partition.Where(r => scope.Wants(r.Symbol, r.Broker, r.Offset)))
            {
                StoredRows.Read(record, rows);
            }
            var through = (long)partition.Last().Offset;
            pages.Add(PartitionPages.FromMemory(partition.Key, rows, through));
        }
        return SendMergedAsync(pages, cancellation);
    }

    /// <summary>Sends the rows of several partitions, in order of time and, if asked for, at its pace.</summary>
    private async Task SendMergedAsync(List<PartitionPages> pages, CancellationToken cancellation)
    {
        var merge = new HistoryMerge(pages);
        while (await merge.NextAsync(cancellation) is { } next)
        {
            if (_pace.IsPaced)
            {
                await SendPacedRowAsync(next, cancellation);
            }
            else
            {
                AddRecord(next);
                if (writer.RowsAdded >= HistoryFrameRows)
                {
                    await writer.SendRowsAsync([], cancellation);
                }
            }
        }
        await writer.SendRowsAsync([], cancellation);
        foreach (var partition in pages)
        {
            _cursor.Pass(partition.Partition, partition.Through);
        }
    }

    private void AddRecord(PartitionPages pages)
    {
        while (true)
        {
            var isLast = pages.IsLastOfRecord;
            AddIfWanted(pages.Row);
            var row = pages.Row;
            pages.Advance();
            if (isLast)
            {
                _cursor.Pass(row.Partition, (long)row.Offset);
                return;
            }
        }
    }

    private async ValueTask SendPacedRowAsync(PartitionPages pages, CancellationToken cancellation)
    {
        var row = pages.Row;
        var isLast = pages.IsLastOfRecord;
        if (_pace.UntilDue(row.Tick.TimeUs) > TimeSpan.Zero)
        {
            await SendPartialAsync(cancellation);
            await WaitUntilDueAsync(row.Tick.TimeUs, cancellation);
        }
        AddIfWanted(row);
        pages.Advance();
        if (isLast)
        {
            _cursor.Pass(row.Partition, (long)row.Offset);
            _partial.Remove(row.Partition);
        }
        else
        {
            _partial[row.Partition] = new PartialRecord
            {
                Position = new Position { Partition = row.Partition, Offset = row.Offset },
                Rows = row.Row + 1,
            };
        }
        if (writer.RowsAdded >= HistoryFrameRows)
        {
            await SendPartialAsync(cancellation);
        }
    }

    private ValueTask SendPartialAsync(CancellationToken cancellation) =>
        writer.SendRowsAsync(_partial.Values, cancellation);

    private async Task WaitUntilDueAsync(long timeUs, CancellationToken cancellation)
    {
        while (_pace.UntilDue(timeUs) is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait < request.Heartbeat ? wait : request.Heartbeat, cancellation);
            // Between two parts of a record a heartbeat's positions would say less than was sent.
            if (HeartbeatIsDue && _partial.Count == 0)
            {
                await writer.HeartbeatAsync(cancellation);
            }
        }
    }

    private void AddIfWanted(in StoredRow row)
    {
        if (
            scope.Wants(row.Symbol, row.Broker, row.Offset)
            && scope.WantsRow(row.Partition, row.Offset, row.Row, row.Tick.TimeUs)
        )
        {
            writer.AddRow(row);
        }
    }

    /// <summary>Sends what the hub offers until the queue overflows or closes.</summary>
    private async Task<LiveState> FollowAsync(CancellationToken cancellation)
    {
        var caughtUpFrom = hub.PublishedThroughAll();
        var isCaughtUp = false;
        while (true)
        {
            // Read before the queue: if that is then empty, everything up to here has been sent.
            var published = hub.PublishedThroughAll();
            var state = queue.Take(_batch, options.FrameBytesMax);
            if (
                state == LiveState.Closed
                || (state == LiveState.Overflowed && request.SlowReader == SlowReader.Disconnect)
            )
            {
                return state;
            }
            await SendLiveAsync(cancellation);
            var isEmpty = _batch.Records.Count == 0;
            if (isEmpty && state == LiveState.Overflowed)
            {
                return state;
            }
            if (isEmpty)
            {
                PassIdle(published);
            }
            if (!isCaughtUp && (isEmpty || HasReached(caughtUpFrom)))
            {
                isCaughtUp = true;
                await writer.CaughtUpAsync(cancellation);
            }
            if (!isEmpty)
            {
                continue;
            }
            if (HeartbeatIsDue)
            {
                await writer.HeartbeatAsync(cancellation);
            }
            await queue.WaitAsync();
            if (request.Coalesce > TimeSpan.Zero)
            {
                await Task.Delay(request.Coalesce, cancellation);
            }
        }
    }

    private async ValueTask SendLiveAsync(CancellationToken cancellation)
    {
        if (_batch.Skipped.Count > 0)
        {
            await writer.SkippedAsync(
                _batch.Skipped,
                _batch.RowsLeftOut,
                SkipReason.SlowReader,
                cancellation
            );
        }
        if (_batch.Conflated)
        {
            await writer.ConflatedAsync(_batch.Records, _batch.RowsLeftOut, cancellation);
        }
        else if (_batch.Records.Count > 0)
        {
            await writer.RecordsAsync(_batch.Records, history: false, cancellation);
        }
    }

    /// <summary>Whether this subscription has said nothing for as long as it promised not to.</summary>
    public bool HeartbeatIsDue =>
        MicroTime.Now(clock) - writer.LastSentUs >= request.Heartbeat.TotalMicroseconds;

    public void Wake() => queue.Wake();

    private bool HasReached(long[] offsets)
    {
        foreach (var partition in scope.Partitions)
        {
            if (_cursor.Through(partition) < offsets[partition])
            {
                return false;
            }
        }
        return true;
    }

    private void PassIdle(long[] published)
    {
        foreach (var partition in scope.Partitions)
        {
            _cursor.Pass(partition, published[partition]);
        }
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private void ThrowSlow() =>
        PlatformErrors.Throw(
            ErrorReason.SlowReader,
            "The subscriber read more slowly than ticks came, and asked to be disconnected then.",
            [
                .. scope
                    .Partitions.Where(partition => _cursor.Through(partition) >= 0)
                    .Select(partition =>
                        ($"position.{partition}", $"{_cursor.Through(partition)}")
                    ),
            ]
        );
}
