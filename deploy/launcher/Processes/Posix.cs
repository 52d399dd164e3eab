using System.Runtime.InteropServices;

namespace Platform.Launcher.Processes;

/// <summary>The system calls that .NET has no name for.</summary>
internal static partial class Posix
{
    public const int SigTerm = 15;
    public const int SigKill = 9;

    /// <summary>Sends a signal; a negative id means a whole process group. False when nobody got it.</summary>
    public static bool Signal(int pid, int signal) => KillNative(pid, signal) == 0;

    /// <summary>Gives a file a second name. False where that can't be: on another disk, for one.</summary>
    public static bool TryLink(string from, string to) => LinkNative(from, to) == 0;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillNative(int pid, int signal);

    [LibraryImport(
        "libc",
        EntryPoint = "link",
        StringMarshalling = StringMarshalling.Utf8,
        SetLastError = true
    )]
    private static partial int LinkNative(string from, string to);
}
