using Platform.Launcher.State;

namespace Platform.Launcher.Supervision;

internal static class Leftovers
{
    /// <summary>Ends what an earlier launcher on this directory left running. Call with the lock held.</summary>
    public static async Task EndAsync(SuiteLayout layout, TimeSpan grace, Action<string> say)
    {
        foreach (var (name, process) in RunState.Read(layout)?.LivingChildren.Reverse() ?? [])
        {
            say($"ending {name} (process {process.Pid}), left over from an earlier run");
            await process.StopAsync(grace);
        }
    }
}
