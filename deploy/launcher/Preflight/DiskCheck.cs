using System.Globalization;
using Platform.Launcher.State;

namespace Platform.Launcher.Preflight;

internal static class DiskCheck
{
    private const long MiB = 1024 * 1024;

    /// <summary>Free space below which the suite does not start. Default 512 MiB; PLATFORM_MIN_FREE_MB changes it.</summary>
    public static long MinFreeBytes =>
        Environment.GetEnvironmentVariable("PLATFORM_MIN_FREE_MB") switch
        {
            null or "" => 512 * MiB,
            var text
                when long.TryParse(
                    text,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var mb
                ) => mb * MiB,
            var text => throw new LaunchFailure(
                $"PLATFORM_MIN_FREE_MB is '{text}': allowed is a whole number of MiB"
            ),
        };

    public static void Ensure(SuiteLayout layout, long minFreeBytes)
    {
        var free = FreeBytes(layout.Data);
        if (free < minFreeBytes)
            throw new LaunchFailure(
                $"the disk of {layout.Data} has {free / MiB} MiB free, at least {minFreeBytes / MiB} MiB are needed: "
                    + "free some, use --data on another disk, or lower PLATFORM_MIN_FREE_MB"
            );
    }

    public static long FreeBytes(string folder) => new DriveInfo(folder).AvailableFreeSpace;
}
