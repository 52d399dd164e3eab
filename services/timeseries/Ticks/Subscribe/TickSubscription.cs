using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Ticks.Live;
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
    private readonly Cursor _cursor = start.Cursor;
    private readonly LiveBatch _batch = new();
    private readonly HistorySender _history = new(
        hub,
        history,
        scope,
        request,
        start.Cursor,
        writer,
        options,
        clock
    );

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
            var join = hub.TryJoin(scope, _cursor, queue, _history.IsPaced);
            switch (join.Outcome)
            {
                case JoinOutcome.Joined:
                    return;
                case JoinOutcome.TooFarBehind:
                    await _history.SendBacklogAsync(join.Backlog, cancellation);
                    break;
                default:
                    await _history.SendStoredAsync(join.Boundaries, cancellation);
                    break;
            }
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
    public bool HeartbeatIsDue => writer.IsSilentFor(request.Heartbeat);

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
