using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Platform.Benchmarks.Load;

/// <summary>
/// A fixed rate that does not wait for anybody: what is late is sent late but counted from when it was due, so a stall is seen in
/// every request it delayed.
/// </summary>
internal sealed partial class OpenLoop(double perSecond)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _next;

    /// <summary>When request <paramref name="number"/> was due, in stopwatch ticks.</summary>
    public long DueAt(long number) => _start + (long)(number * Stopwatch.Frequency / perSecond);

    /// <summary>Blocks its thread until the next request is due and gives its number.</summary>
    public long Next(CancellationToken cancellation)
    {
        var number = _next++;
        var due = DueAt(number);
        while (true)
        {
            var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (wait <= TimeSpan.Zero)
            {
                return number;
            }
            Sleep(wait, cancellation);
        }
    }

    /// <summary>
    /// The runtime's timers have a grain of a millisecond and round up, which would be counted as latency; spinning would take the
    /// cores from what is measured.
    /// </summary>
    private static void Sleep(TimeSpan wait, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var time = new Timespec(
            (long)wait.TotalSeconds,
            wait.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick
        );
        // Interrupted early by a signal, it is called again by the loop.
        _ = nanosleep(time, 0);
    }

    private readonly record struct Timespec(long Seconds, long Nanoseconds);

    [LibraryImport("libc")]
    private static partial int nanosleep(in Timespec time, nint left);
}
