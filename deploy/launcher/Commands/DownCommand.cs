using System.CommandLine;
using System.Diagnostics;
using Platform.Launcher.State;
using Platform.Launcher.Supervision;

namespace Platform.Launcher.Commands;

internal static class DownCommand
{
    /// <summary>The launcher stops its processes one after the other; each may use its whole grace.</summary>
    private static readonly TimeSpan LauncherGrace = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan ChildGrace = TimeSpan.FromSeconds(15);

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var command = new Command("down", "Stop everything that runs on the data directory")
        {
            data,
        };
        command.SetAction(
            async (result, cancellation) =>
            {
                await StopAsync(result.Layout(data), cancellation);
                return 0;
            }
        );
        return command;
    }

    private static async Task StopAsync(SuiteLayout layout, CancellationToken cancellation)
    {
        var state = RunState.Read(layout);
        if (state is null || (!state.LauncherIsAlive && !state.LivingChildren.Any()))
        {
            Terminal.Step($"nothing runs on {layout.Data}");
            return;
        }
        var clock = Stopwatch.StartNew();
        if (state.LauncherIsAlive)
        {
            Terminal.Step(
                $"stopping the suite on {layout.Data} (launcher process {state.Launcher.Pid})"
            );
            await state.Launcher.StopAsync(LauncherGrace).WaitAsync(cancellation);
        }
        await Leftovers.EndAsync(layout, ChildGrace, Terminal.Step).WaitAsync(cancellation);
        Terminal.Good($"Stopped after {clock.Elapsed.TotalSeconds:0.0} s; no process is left.");
    }
}
