using System.Diagnostics;
using System.Globalization;
using Platform.Launcher.Logs;

namespace Platform.Launcher.Processes;

/// <summary>What to run: a file, its arguments, and what is added to the environment.</summary>
internal sealed record ChildCommand(
    string File,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory
);

/// <summary>
/// A child in a session of its own (a terminal's Ctrl-C reaches only the launcher, which then stops the
/// children in order) that the kernel kills when the launcher dies, however it dies.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    // $0 is the launcher's id: when the launcher died before the death signal was armed, the child has
    // another parent by now and must not start. Both outputs go to one pipe, so their order is kept.
    private const string Guard = "[ \"$PPID\" = \"$0\" ] && exec \"$@\" 2>&1";

    private static readonly TimeSpan LastWordsMax = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly Task _logPump;

    private ChildProcess(Process process, ProcessIdentity identity, RotatingLog log)
    {
        _process = process;
        Identity = identity;
        _logPump = PumpAsync(process.StandardOutput.BaseStream, log);
        Exited = ExitAsync();
    }

    public ProcessIdentity Identity { get; }

    /// <summary>Completes with the exit code (128 + signal when killed), after the log holds all it said.</summary>
    public Task<int> Exited { get; }

    public static async Task<ChildProcess> StartAsync(ChildCommand command, RotatingLog log)
    {
        var start = new ProcessStartInfo("setsid")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = command.WorkingDirectory,
        };
        string[] wrapper = ["setpriv", "--pdeathsig", "KILL", "--", "/bin/sh", "-c", Guard];
        foreach (var word in wrapper)
            start.ArgumentList.Add(word);
        start.ArgumentList.Add(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(command.File);
        foreach (var argument in command.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;

        var process = await SpawnThread.StartAsync(start);
        process.StandardInput.Close();
        // A child that is gone already is still a zombie until .NET reaps it; its identity is then moot.
        var identity = ProcessIdentity.Of(process.Id) ?? new ProcessIdentity(process.Id, 0);
        return new ChildProcess(process, identity, log);
    }

    public void Signal(int signal) => Posix.Signal(Identity.Pid, signal);

    /// <summary>Asks it to end; after the grace kills its whole group. True when it ended by itself.</summary>
    public async Task<bool> StopAsync(TimeSpan grace)
    {
        Signal(Posix.SigTerm);
        var ended = await Task.WhenAny(Exited, Task.Delay(grace)) == Exited;
        if (!ended)
            Posix.Signal(-Identity.Pid, Posix.SigKill);
        await Exited;
        return ended;
    }

    public void Dispose() => _process.Dispose();

    private async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        // Whatever it left behind in its session goes with it.
        Posix.Signal(-Identity.Pid, Posix.SigKill);
        // A grandchild of a session of its own may keep the pipe open after the child is gone; its words are not
        // waited for long. Else the pipe has an end, and what the child said last is read before it.
        await Task.WhenAny(_logPump, Task.Delay(LastWordsMax));
        return _process.ExitCode;
    }

    private static async Task PumpAsync(System.IO.Stream output, RotatingLog log)
    {
        var buffer = new byte[16 * 1024];
        while (await output.ReadAsync(buffer) is var read and > 0)
            log.Write(buffer.AsSpan(0, read));
    }
}
