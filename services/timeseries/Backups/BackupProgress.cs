namespace Platform.Timeseries.Backups;

/// <summary>Tells whoever waits how far it is; one call at a time.</summary>
internal sealed class BackupProgress(TimeSpan interval, Func<string, double, Task> tell)
{
    public Task TellAsync(string stage, double fraction) => tell(stage, Math.Clamp(fraction, 0, 1));

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
