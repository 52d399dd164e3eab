using System.Runtime.InteropServices;

namespace Platform.Launcher.Processes;

/// <summary>The system call that .NET has no name for.</summary>
internal static partial class Posix
{
    public const int SigTerm = 15;
    public const int SigKill = 9;

    /// <summary>Sends a signal; a negative id means a whole process group. False when nobody got it.</summary>
    public static bool Signal(int pid, int signal) => KillNative(pid, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillNative(int pid, int signal);
}
