using System.Diagnostics;
using FASTER.core;

// Enqueue copies into memory; awaiting each record would measure the awaiting.
#pragma warning disable VSTHRD103

namespace Platform.Benchmarks.Benches;

/// <summary>Microsoft FASTER's log as it comes, on a temporary file.</summary>
internal static class FasterAlone
{
    private const int CommitRounds = 300;

    /// <summary>Records a second, appended by one thread while another commits what is there.</summary>
    public static async Task<double> BatchedAsync(byte[] value, int recordsABatch, int batches)
    {
        using var opened = new Opened();
        var log = opened.Log;
        var clock = Stopwatch.StartNew();
        var committing = Task.CompletedTask;
        for (var batch = 0; batch < batches; batch++)
        {
            for (var record = 0; record < recordsABatch; record++)
            {
                log.Enqueue(value);
            }
            if (committing.IsCompleted)
            {
                committing = log.CommitAsync().AsTask();
            }
        }
        await committing;
        log.Commit(spinWait: true);
        return (double)batches * recordsABatch / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Milliseconds from appending one record until it is committed, at a fixed rate.</summary>
    public static async Task<List<double>> CommitsAsync(byte[] value, int perSecond)
    {
        using var opened = new Opened();
        var latencies = new List<double>(CommitRounds);
        for (var i = 0; i < CommitRounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            opened.Log.Enqueue(value);
            opened.Log.Commit(spinWait: true);
            latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await Task.Delay(TimeSpan.FromSeconds(1.0 / perSecond));
        }
        return latencies;
    }

    private sealed class Opened : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory(
            "platform-bench-log-"
        );
        private readonly IDevice _device;

        public Opened()
        {
            _device = Devices.CreateLogDevice(Path.Combine(_folder.FullName, "log"));
            Log = new FasterLog(
                new FasterLogSettings
                {
                    LogDevice = _device,
                    PageSizeBits = 20,
                    MemorySizeBits = 26,
                    FastCommitMode = true,
                }
            );
        }

        public FasterLog Log { get; }

        public void Dispose()
        {
            Log.Dispose();
            _device.Dispose();
            _folder.Delete(recursive: true);
        }
    }
}
