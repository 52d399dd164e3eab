using System.Diagnostics;

namespace Platform.Benchmarks.Load;

/// <summary>So many callers, each asking again as soon as it is answered.</summary>
internal static class ClosedLoop
{
    /// <summary>Milliseconds of each call.</summary>
    public static async Task<List<double>> RunAsync(
        int callers,
        TimeSpan time,
        Func<int, Task> call
    )
    {
        var clock = Stopwatch.StartNew();
        var of = await Task.WhenAll(
            Enumerable
                .Range(0, callers)
                .Select(caller =>
                    Task.Run(async () =>
                    {
                        var latencies = new List<double>();
                        for (var number = caller; clock.Elapsed < time; number++)
                        {
                            var start = Stopwatch.GetTimestamp();
                            await call(number);
                            latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                        }
                        return latencies;
                    })
                )
        );
        return [.. of.SelectMany(one => one)];
    }
}
