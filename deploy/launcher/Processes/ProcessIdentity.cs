using System.Globalization;

namespace Platform.Launcher.Processes;

/// <summary>
/// A process that can't be mistaken for a later one of the same number: the kernel's start time
/// (clock ticks since boot) goes with the id.
/// </summary>
internal readonly record struct ProcessIdentity(int Pid, long StartTicks)
{
    public static ProcessIdentity Current { get; } =
        Of(Environment.ProcessId)
        ?? throw new InvalidOperationException("/proc/self/stat is not readable");

    public bool IsAlive => Of(Pid) == this;

    /// <summary>The living process of that id; null when there is none or it is a zombie.</summary>
    public static ProcessIdentity? Of(int pid)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{pid}/stat");
        }
        catch (IOException)
        {
            return null;
        }
        // The name, in parentheses, may itself hold spaces and parentheses: fields start after the last.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X"
            ? null
            : new ProcessIdentity(pid, long.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    /// <summary>Resident memory in bytes; 0 when the process is gone.</summary>
    public static long ResidentBytes(int pid)
    {
        try
        {
            var pages = File.ReadAllText($"/proc/{pid}/statm").Split(' ')[1];
            return long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Ends it: asks first, then kills its whole group. Returns when it is gone.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (!IsAlive)
            return;
        Posix.Signal(Pid, Posix.SigTerm);
        var deadline = Environment.TickCount64 + (long)grace.TotalMilliseconds;
        while (IsAlive && Environment.TickCount64 < deadline)
            await Task.Delay(20);
        if (!IsAlive)
            return;
        Posix.Signal(-Pid, Posix.SigKill);
        Posix.Signal(Pid, Posix.SigKill);
        while (IsAlive)
            await Task.Delay(10);
    }
}
