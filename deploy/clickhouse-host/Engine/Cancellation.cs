namespace Platform.ClickHouseHost.Engine;

/// <summary>
/// Stops what runs on a connection when its client goes away. Calls into the engine can't be interrupted, so the query
/// is killed from another connection; and as it may not be on the engine's list of queries yet when that is tried, it
/// is tried again until the request lets go of the connection.
/// </summary>
internal sealed class Cancellation : IAsyncDisposable
{
    private const int RetryMs = 100;

    private readonly Engine engine;
    private readonly EngineConnection connection;
    private readonly ILogger log;
    private readonly CancellationTokenRegistration registration;
    private readonly CancellationTokenSource finished = new();
    private Task killing = Task.CompletedTask;

    public Cancellation(
        Engine engine,
        EngineConnection connection,
        ILogger log,
        CancellationToken gone
    )
    {
        this.log = log;
        this.engine = engine;
        this.connection = connection;
        registration = gone.Register(() => killing = Task.Run(KillUntilFinishedAsync));
    }

    /// <summary>After this nothing more is killed on the connection, so that it can serve someone else.</summary>
    public async ValueTask DisposeAsync()
    {
        await registration.DisposeAsync();
        await finished.CancelAsync();
        await killing;
        finished.Dispose();
    }

    private async Task KillUntilFinishedAsync()
    {
        while (!finished.IsCancellationRequested)
        {
            try
            {
                await engine.KillAsync(connection);
            }
            catch (EngineException error)
            {
                Log.KillFailed(log, connection.Tag, error);
            }

            await Task.Delay(RetryMs, finished.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
