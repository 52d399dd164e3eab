using System.Diagnostics;

namespace Platform.Benchmarks.Load;

/// <summary>
/// A fixed rate that does not wait for anybody: what is late is sent late but counted from when it was due, so a stall is seen in
/// every request it delayed.
/// </summary>
internal sealed class OpenLoop(double perSecond)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _next;

    /// <summary>When request <paramref name="number"/> was due, in stopwatch ticks.</summary>
    public long DueAt(long number) => _start + (long)(number * Stopwatch.Frequency / perSecond);

    /// <summary>Waits until the next request is due and gives its number.</summary>
    public async ValueTask<long> NextAsync(CancellationToken cancellation)
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
            // A timer's grain is a millisecond; spinning would take the cores from what is measured.
            await Task.Delay(
                wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait,
                cancellation
            );
        }
    }
}
