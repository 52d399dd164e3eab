using Grpc.Core;

namespace Platform.Timeseries.Backups;

/// <summary>
/// Tells whoever waits how far it is; one call at a time. That nobody listens any more changes nothing for the work,
/// which is told of it by its cancellation.
/// </summary>
internal sealed class BackupProgress(TimeSpan interval, Func<string, double, Task> tell)
{
    public async Task TellAsync(string stage, double fraction)
    {
        try
        {
            await tell(stage, Math.Clamp(fraction, 0, 1));
        }
        catch (Exception gone)
            when (gone
                    is IOException
                        or RpcException
                        or InvalidOperationException
                        or OperationCanceledException
            )
        {
            // The caller's connection has ended.
        }
    }

    /// <summary>Tells now and then while something long goes on, and returns with it.</summary>
    public async Task WhileAsync(Task work, string stage, Func<double> fraction)
    {
        while (await Task.WhenAny(work, Task.Delay(interval)) != work)
        {
            try
            {
                await TellAsync(stage, fraction());
            }
            catch (IOException)
            {
                // A file of the engine's came or went while its size was asked for.
            }
        }
        await work;
    }
}
