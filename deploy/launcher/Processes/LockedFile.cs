namespace Platform.Launcher.Processes;

/// <summary>
/// A file that only one process at a time can have open: FileShare.None is the kernel's advisory lock
/// (flock), which goes with its holder however that dies and is not inherited by children.
/// </summary>
internal static class LockedFile
{
    /// <summary>EWOULDBLOCK, which .NET hands on as the result code of a sharing violation.</summary>
    private const int WouldBlock = 11;

    /// <summary>Null when another has it. The file itself stays when it is let go.</summary>
    public static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(
                path,
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
        }
        catch (IOException problem) when (problem.HResult == WouldBlock)
        {
            return null;
        }
    }
}
