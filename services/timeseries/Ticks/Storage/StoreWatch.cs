using Microsoft.Extensions.Options;
using Platform.ClickHouse;

namespace Platform.Timeseries.Ticks.Storage;

/// <summary>Asks ClickHouse at an interval whether it is there, so that its health is known while nothing is written.</summary>
internal sealed class StoreWatch(ClickHouseClient clickHouse, IOptions<StorageOptions> options)
{
    /// <param name="tell">Given the reason when it does not answer, null when it does.</param>
    /// <param name="cancellation">Ends the watch.</param>
    public async Task RunAsync(Action<string?> tell, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(options.Value.WatchInterval);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            try
            {
                await clickHouse.PingAsync(cancellation);
                tell(null);
            }
            catch (ClickHouseException e)
            {
                tell(e.Message);
            }
        }
    }
}
