using System.Globalization;

namespace Platform.Benchmarks.Harness;

/// <summary>Where the figures were taken.</summary>
internal static class Machine
{
    public static double Load =>
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    public static string Processor { get; } =
        File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':', 2)[1]
            .Trim()
        ?? "unknown";

    /// <summary>Resident memory of a process in MiB; 0 when it is gone.</summary>
    public static double ResidentMiB(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status")
                .First(one => one.StartsWith("VmRSS", StringComparison.Ordinal));
            var kib = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
            return double.Parse(kib, CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Processor time a process has used so far.</summary>
    public static TimeSpan ProcessorTime(int pid) =>
        System.Diagnostics.Process.GetProcessById(pid).TotalProcessorTime;
}
