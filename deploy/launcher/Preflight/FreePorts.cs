using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Platform.Launcher.Preflight;

/// <summary>
/// Ports nobody listens on. They are sought below those the kernel hands out by itself: one of these could go to
/// somebody else before the process it is meant for has opened it, or while that is being started again.
/// </summary>
internal static class FreePorts
{
    private const int Lowest = 12_000;
    private const int Tries = 1_000;
    private const string KernelsOwn = "/proc/sys/net/ipv4/ip_local_port_range";
    private static readonly HashSet<int> Given = [];
    private static readonly Lock Gate = new();

    /// <summary>One that this process has not been given before.</summary>
    public static int Next()
    {
        lock (Gate)
        {
            var end = EndOfRange();
            for (var i = 0; i < Tries && end - Lowest >= Tries; i++)
            {
                var port = Random.Shared.Next(Lowest, end);
                if (!Given.Contains(port) && PortCheck.IsFree(port))
                {
                    Given.Add(port);
                    return port;
                }
            }
            return OfKernel();
        }
    }

    /// <summary>The first that the kernel hands out by itself.</summary>
    private static int EndOfRange() =>
        File.Exists(KernelsOwn)
        && int.TryParse(
            File.ReadAllText(KernelsOwn).Split('\t', ' ')[0],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var first
        )
            ? first
            : 0;

    private static int OfKernel()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            if (Given.Add(port))
            {
                return port;
            }
        }
    }
}
