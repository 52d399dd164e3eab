using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.ServiceDefaults;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Log;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.Ticks.Write;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Ticks.Subscribe;

/// <summary>Sets subscriptions up and runs them: one for a SubscribeTicks call, several for a session.</summary>
internal sealed class TickSubscriber(
    TickHub hub,
    TickHistory history,
    TickLog log,
    TickPump pump,
    StartResolver starts,
    TickValidator validator,
    SubscriptionRegistry registry,
    IOptions<LiveOptions> options,
    TimeProvider clock
)
{
    private readonly LiveOptions _options = options.Value;

    /// <summary>Runs one subscription to its end, which only the subscriber, a drain or its policy brings.</summary>
    public async Task RunAsync(
        SubscribeTicksRequest request,
        IServerStreamWriter<EncodedFrame> stream,
        CancellationToken cancellation
    )
    {
        var scope = await ScopeOfAsync(request, request.Symbols, cancellation);
        await RunAsync(request, scope, [], stream, null, subscription: 0, cancellation);
    }

    /// <summary>The scope of a request, once the service can serve it.</summary>
    /// <exception cref="RpcException">STORE_UNAVAILABLE while the hub does not run yet.</exception>
    public async Task<TickScope> ScopeOfAsync(
        SubscribeTicksRequest request,
        IEnumerable<string> symbols,
        CancellationToken cancellation
    )
    {
        await pump.ReadyToReadAsync(cancellation);
        var partitioner = await log.GetPartitionerAsync(cancellation);
        return new TickScope(partitioner, symbols, request.Brokers);
    }

    public async Task RunAsync(
        SubscribeTicksRequest request,
        TickScope scope,
        IReadOnlyList<string> already,
        IServerStreamWriter<EncodedFrame> stream,
        SemaphoreSlim? sharedBy,
        uint subscription,
        CancellationToken cancellation
    )
    {
        var wishes = SubscriptionRequest.From(request, _options, validator);
        var start = await starts.ResolveAsync(scope, wishes.Start, cancellation);
        var writer = new FrameWriter(stream, sharedBy, subscription, scope, start.Cursor, clock);
        var queue = new LiveQueue(
            wishes.SlowReader,
            _options.SubscriberBytesMax,
            _options.SubscriberRecordsMax,
            scope.Brokers.Count == 0 ? null : record => scope.Brokers.Contains(record.Broker)
        );
        var running = new TickSubscription(
            hub,
            history,
            scope,
            wishes,
            start,
            writer,
            queue,
            _options,
            clock
        );
        using var entered = registry.Enter(running);
        await running.RunAsync(already, cancellation);
    }
}
