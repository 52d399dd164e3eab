using Microsoft.Extensions.Options;
using Platform.Gateway.Keys;
using Platform.ServiceDefaults;

namespace Platform.Gateway.Calls;

/// <summary>
/// When the process is asked to stop: new calls are refused at once, open ones may end by themselves
/// for a while, and what is still open then is ended with a status, so that its caller knows.
/// </summary>
internal sealed class CallDrain(
    ApiKeyStore keys,
    DrainToken drain,
    IOptions<GatewayOptions> options,
    TimeProvider time
) : IHostedService, IDisposable
{
    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _stopping = drain.Token.Register(() => _ = EndCallsAsync());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task EndCallsAsync()
    {
        await Task.Delay(options.Value.DrainGrace, time);
        await keys.EndCallsAsync();
    }
}
