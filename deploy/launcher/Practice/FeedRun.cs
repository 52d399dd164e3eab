using System.Diagnostics;
using Platform.Launcher.Client;

namespace Platform.Launcher.Practice;

/// <summary>Lets the practice market run in real time and writes its ticks to the suite.</summary>
internal sealed class FeedRun(PracticeMarket market, TickWriter writer)
{
    private const int BatchRowsMax = 2_048;

    /// <summary>Pause between two looks at the clock: what a tick waits for at most before it is sent.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    public long RowsSent { get; private set; }

    /// <summary>Runs for so long (null: until cancelled), then waits until all is acknowledged.</summary>
    public async Task RunAsync(TimeSpan? duration, CancellationToken cancellation)
    {
        var start = market.Now;
        var clock = Stopwatch.StartNew();
        var ticks = new List<PracticeTick>();
        while (duration is null || market.Now - start < duration)
        {
            var due = start + clock.Elapsed;
            while (
                market.Now + PracticeMarket.StepLength <= due
                && (duration is null || market.Now - start < duration)
            )
                market.Step(ticks);
            await SendAsync(ticks, cancellation);
            await Task.Delay(Beat, cancellation);
        }
        await writer.CompleteAsync(cancellation);
    }

    private async Task SendAsync(List<PracticeTick> ticks, CancellationToken cancellation)
    {
        foreach (var rows in ticks.Chunk(BatchRowsMax))
        {
            await writer.WriteAsync(
                TickBatches.From(market.Instruments, rows),
                Guid.NewGuid(),
                cancellation
            );
            RowsSent += rows.Length;
        }
        ticks.Clear();
    }
}
