using Platform.ServiceDefaults;

namespace Platform.Stream.Hosting;

/// <summary>
/// Between telling the streams that the process stops and closing their connections: the server
/// closes a connection as soon as its calls have ended, and the last words of a call whose client
/// still has its side open may then not have been sent.
/// </summary>
internal sealed class DrainPause(DrainToken drain) : IHostedLifecycleService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    public Task StoppingAsync(CancellationToken cancellationToken) =>
        drain.IsDraining ? Task.Delay(s_pause, CancellationToken.None) : Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
