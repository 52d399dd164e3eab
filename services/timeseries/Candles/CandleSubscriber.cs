using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Candles.Sessions;
using Platform.Timeseries.Ticks;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Log;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.Ticks.Subscribe;
using Platform.Timeseries.Ticks.Write;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Candles;

/// <summary>
/// SubscribeCandles: joins the hub, reads each symbol's newest candle up to that very position, and
/// carries it on tick by tick. When it falls behind, or sessions changed, it begins again from storage.
/// </summary>
internal sealed class CandleSubscriber(
    SessionCandles store,
    SessionStore sessions,
    TickHub hub,
    TickPump pump,
    TickLog log,
    TickValidator validator,
    IOptions<CandleOptions> options,
    IOptions<LiveOptions> live,
    TimeProvider clock
)
{
    private readonly CandleOptions _options = options.Value;

    /// <param name="request">Which candles.</param>
    /// <param name="responses">Where they go.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="follower">Told where the following stands; null: nobody.</param>
    public async Task RunAsync(
        SubscribeCandlesRequest request,
        IServerStreamWriter<SubscribeCandlesResponse> responses,
        CancellationToken cancellation,
        ICandleFollower? follower = null
    )
    {
        var frame = Frame.Of(request.Timeframe);
        Check(request);
        // The open candle is the one of what was acknowledged, not of as much of the log as a start has read so far.
        await pump.ReadyToReadAsync(cancellation);
        var partitioner = await log.GetPartitionerAsync(cancellation);
        var update =
            request.UpdateMs == 0 ? _options.Update : TimeSpan.FromMilliseconds(request.UpdateMs);
        var heartbeat =
            request.HeartbeatMs == 0
                ? live.Value.Heartbeat
                : TimeSpan.FromMilliseconds(request.HeartbeatMs);
        while (true)
        {
            var windows = await WindowsAsync(request, cancellation);
            var scope = new TickScope(partitioner, request.Symbols, []);
            var queue = new LiveQueue(
                SlowReader.CatchUp,
                live.Value.SubscriberBytesMax,
                live.Value.SubscriberRecordsMax
            );
            var feed = new CandleFeed(store, request, frame, responses, _options, clock);
            using var closing = cancellation.Register(queue.Close);
            try
            {
                var cursor = new Cursor(hub.PublishedThroughAll());
                var joined = hub.TryJoin(scope, cursor, queue, onlyWithoutBacklog: false);
                if (joined.Outcome == JoinOutcome.Joined)
                {
                    await feed.StartAsync(scope, cursor, windows, cancellation);
                    await (
                        follower?.JoinedAsync(feed.OpenTimesUs(), cancellation)
                        ?? Task.CompletedTask
                    );
                    await FollowAsync(
                        feed,
                        queue,
                        update,
                        heartbeat,
                        follower,
                        () => HaveChangedAsync(request, windows, cancellation),
                        cancellation
                    );
                }
            }
            finally
            {
                hub.Leave(scope, queue);
            }
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private async Task FollowAsync(
        CandleFeed feed,
        LiveQueue queue,
        TimeSpan update,
        TimeSpan heartbeat,
        ICandleFollower? follower,
        Func<Task<bool>> haveSessionsChanged,
        CancellationToken cancellation
    )
    {
        var batch = new LiveBatch();
        var followed = new Dictionary<string, long>(StringComparer.Ordinal);
        var refreshed = clock.GetTimestamp();
        using var timer = new PeriodicTimer(update, clock);
        while (true)
        {
            var state = LiveState.Live;
            do
            {
                state = queue.Take(batch, live.Value.FrameBytesMax);
                foreach (var record in batch.Records)
                {
                    await feed.AddAsync(record, cancellation);
                    if (follower is not null)
                    {
                        followed[record.Symbol] = (long)record.Offset;
                    }
                }
            } while (batch.Records.Count > 0);
            if (state != LiveState.Live)
            {
                return;
            }
            await feed.SendChangedAsync(heartbeat, cancellation);
            // Only now: a tick of a candle that the clock had closed is told by the line above, not by the one that takes it.
            foreach (var (symbol, offset) in followed)
            {
                follower?.Followed(symbol, offset);
            }
            followed.Clear();
            if (clock.GetElapsedTime(refreshed) > _options.SessionRefresh)
            {
                if (await haveSessionsChanged())
                {
                    // Ticks that were passed over may count now: it begins again from storage.
                    return;
                }
                refreshed = clock.GetTimestamp();
            }
            await timer.WaitForNextTickAsync(cancellation);
        }
    }

    private async Task<Dictionary<string, SessionWindows>> WindowsAsync(
        SubscribeCandlesRequest request,
        CancellationToken cancellation
    )
    {
        var windows = new Dictionary<string, SessionWindows>(StringComparer.Ordinal);
        foreach (var symbol in request.Symbols)
        {
            if (await sessions.ReadAsync(symbol, request.Session, cancellation) is { } found)
            {
                windows[symbol] = found;
            }
        }
        return windows;
    }

    private async Task<bool> HaveChangedAsync(
        SubscribeCandlesRequest request,
        Dictionary<string, SessionWindows> known,
        CancellationToken cancellation
    )
    {
        var now = await WindowsAsync(request, cancellation);
        return now.Any(one => !one.Value.IsSameAs(known[one.Key]));
    }

    private void Check(SubscribeCandlesRequest request)
    {
        if (request.Symbols.Count == 0 || request.Symbols.Count > _options.SymbolsMax)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "symbols",
                    $"{request.Symbols.Count} symbols were named; name 1 to {_options.SymbolsMax}."
                )
            );
        }
        foreach (var symbol in request.Symbols)
        {
            if (
                validator.CheckSymbol(symbol)
                is RejectReason.SymbolEmpty
                    or RejectReason.SymbolInvalid
            )
            {
                PlatformErrors.ThrowInvalid(
                    ("symbols", "One is empty, too long or not printable ASCII without spaces.")
                );
            }
        }
    }
}
