using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Ticks.Live;

namespace Platform.Timeseries.Ticks.Subscribe;

/// <summary>
/// The subscriptions that run, and one clock for the heartbeats of all of them: a timer each would cost
/// more than the ticks.
/// </summary>
internal sealed class SubscriptionRegistry(IOptions<LiveOptions> options) : BackgroundService
{
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<TickSubscription, bool> _running = new();

    public int Count => _running.Count;

    /// <exception cref="Grpc.Core.RpcException">OVERLOADED: there are as many as the option allows.</exception>
    public IDisposable Enter(TickSubscription subscription)
    {
        if (_running.Count >= options.Value.SubscribersMax)
        {
            PlatformErrors.Throw(
                ErrorReason.Overloaded,
                "No more subscriptions are taken at the moment.",
                ("limit", "Live:SubscribersMax"),
                ("allowed", $"{options.Value.SubscribersMax}")
            );
        }
        _running.TryAdd(subscription, true);
        return new Leaving(_running, subscription);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pulse, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var (subscription, _) in _running)
            {
                if (subscription.HeartbeatIsDue)
                {
                    subscription.Wake();
                }
            }
        }
    }

    private sealed class Leaving(
        ConcurrentDictionary<TickSubscription, bool> running,
        TickSubscription subscription
    ) : IDisposable
    {
        public void Dispose() => running.TryRemove(subscription, out _);
    }
}
