using System.Diagnostics;
using Platform.Launcher.Logs;
using Platform.Launcher.Preflight;
using Platform.Launcher.Processes;
using Platform.Launcher.State;

namespace Platform.Launcher.Commands;

/// <summary>
/// Starts this program again in a session of its own, without a terminal, and follows its state file
/// until the suite is healthy or has failed.
/// </summary>
internal static class DetachedStart
{
    private const long DiskFullBytes = 1024 * 1024;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    // $0 is where its output goes; the terminal and the caller's pipes are let go.
    private const string LetGo = "exec setsid \"$@\" </dev/null >\"$0\" 2>&1";

    public static async Task<int> RunAsync(
        SuiteLayout layout,
        IReadOnlyList<string> options,
        CancellationToken cancellation
    )
    {
        using var daemon = Start(layout, options);
        var told = new Dictionary<string, DateTimeOffset>();
        try
        {
            while (true)
            {
                var gone = daemon.HasExited;
                var state = RunState.Read(layout);
                if (state is not null && state.Launcher.Pid == daemon.Id)
                {
                    Tell(state, told);
                    if (state.Phase == SuitePhase.Running)
                        break;
                    if (gone && state.Message is not null)
                        throw new LaunchFailure(state.Message, state.Evidence);
                }
                if (gone)
                    throw Ended(layout, daemon.ExitCode);
                await Task.Delay(Poll, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            Terminal.Step("stopping what was started");
            Posix.Signal(daemon.Id, Posix.SigTerm);
            await daemon.WaitForExitAsync(CancellationToken.None);
            throw;
        }
        SuiteSummary.Print(layout);
        return 0;
    }

    /// <summary>It ended without a word in the state file, as it must on a full disk.</summary>
    private static LaunchFailure Ended(SuiteLayout layout, int exitCode)
    {
        var full = DiskCheck.FreeBytes(layout.Data) < DiskFullBytes;
        var why = full ? $"the disk of {layout.Data} is full" : $"exit code {exitCode}";
        return new LaunchFailure(
            $"the launcher ended before the suite was healthy: {why}",
            Evidence.In(layout.LauncherOutput, 0)
        );
    }

    private static Process Start(SuiteLayout layout, IReadOnlyList<string> options)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        string[] words =
        [
            "-c",
            LetGo,
            layout.LauncherOutput,
            "dotnet",
            typeof(DetachedStart).Assembly.Location,
            "up",
            "--daemon",
            "--data",
            layout.Data,
        ];
        foreach (var word in words.Concat(options))
            start.ArgumentList.Add(word);
        return Process.Start(start)!;
    }

    private static void Tell(RunState state, Dictionary<string, DateTimeOffset> told)
    {
        foreach (var service in state.Services)
        {
            if (told.TryGetValue(service.Name, out var since) && since == service.Since)
                continue;
            told[service.Name] = service.Since;
            if (service.Status != Supervision.ServiceStatus.Waiting)
                Terminal.Service(service.Name, service.Status.ToString().ToLowerInvariant());
        }
    }
}
