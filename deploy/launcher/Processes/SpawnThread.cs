using System.Collections.Concurrent;
using System.Diagnostics;

namespace Platform.Launcher.Processes;

/// <summary>
/// Starts every child from one thread that lives as long as the process. The kernel sends a child its
/// parent-death signal when the *thread* that forked it ends, so a pool thread would kill it at random.
/// </summary>
internal static class SpawnThread
{
    private static readonly BlockingCollection<Action> Requests = [];

    static SpawnThread()
    {
        new Thread(Run) { IsBackground = true, Name = "spawn" }.Start();
    }

    public static Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        Requests.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception problem)
            {
                started.SetException(problem);
            }
        });
        return started.Task;
    }

    private static void Run()
    {
        foreach (var request in Requests.GetConsumingEnumerable())
            request();
    }
}
