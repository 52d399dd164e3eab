using System.Diagnostics;
using Platform.Launcher.Client;
using Platform.Timeseries.V1;

namespace Platform.Launcher.Replay;

/// <summary>Writes a file's quotes to the suite at its pace and returns when all of them are acknowledged.</summary>
internal sealed class ReplayRun(ReplayRequest request, TickWriter writer)
{
    private readonly Stopwatch _clock = new();
    private long _firstUs;

    public long RowsSent { get; private set; }

    /// <summary>Lines that gave no quote: a header, or one side before the other was known.</summary>
    public long LinesSkipped { get; private set; }

    public TimeSpan Elapsed => _clock.Elapsed;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var file = new QuoteFile(request.File);
        var ids = new BatchIds(file.Hash(), request.Fingerprint);
        var quotes = file.Read(request.CreateFormat(), () => LinesSkipped++);
        var batches = QuoteBatches.Cut(
            quotes,
            request.Symbol,
            request.Broker,
            request.Pace.WindowUs
        );
        _clock.Start();
        long number = 0;
        foreach (var batch in batches)
        {
            await WaitUntilDueAsync(batch, number == 0, cancellation);
            await writer.WriteAsync(batch, ids.Of(number++), cancellation);
            RowsSent += batch.TimeUs.Count;
        }
        await writer.CompleteAsync(cancellation);
        _clock.Stop();
    }

    private async Task WaitUntilDueAsync(
        TickBatch batch,
        bool first,
        CancellationToken cancellation
    )
    {
        if (first)
            _firstUs = batch.TimeUs[0];
        // A batch is due when its last row is: no row is seen before its time.
        var wait = request.Pace.Due(batch.TimeUs[^1] - _firstUs) - _clock.Elapsed;
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, cancellation);
    }
}
