using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Platform.Launcher.Manifest;

namespace Platform.Launcher.Preflight;

internal static class PortCheck
{
    private const string Listening = "0A";
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>Fails with the port, who wants it and, where the system tells, who has it.</summary>
    public static void Ensure(IEnumerable<ServicePlan> services)
    {
        foreach (var service in services)
        {
            foreach (var (binding, url) in service.Endpoints)
            {
                if (IsFree(url.Port))
                    continue;
                var holder = HolderOf(url.Port) is { } who ? $" by {who}" : "";
                throw new LaunchFailure(
                    $"port {url.Port}, which {service.Name} ({binding}) wants, is taken{holder}: end that, or choose others with --ports"
                );
            }
        }
    }

    public static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>"name (process id)" of who listens there; null when that is not ours to see.</summary>
    public static string? HolderOf(int port)
    {
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        var sockets = Tables
            .Where(File.Exists)
            .SelectMany(table => File.ReadLines(table).Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[1].EndsWith(suffix, StringComparison.Ordinal))
            .Where(fields => fields[3] == Listening)
            .Select(fields => $"socket:[{fields[9]}]")
            .ToHashSet();
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(process), out var pid) || !HasOpen(process, sockets))
                continue;
            return $"{File.ReadAllText($"{process}/comm").Trim()} (process {pid})";
        }
        return null;
    }

    private static bool HasOpen(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory
                .EnumerateFiles($"{process}/fd")
                .Any(file =>
                    new FileInfo(file).LinkTarget is { } target && sockets.Contains(target)
                );
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException)
        {
            // Another user's process, or one that ended meanwhile.
            return false;
        }
    }
}
