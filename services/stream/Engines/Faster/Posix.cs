using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Platform.Stream.Engines.Faster;

/// <summary>The few calls the framework lacks to make a write last.</summary>
internal static partial class Posix
{
    /// <summary>Bytes of the file, and the metadata needed to read them, reach the disk.</summary>
    public static void SyncData(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }
        while (fdatasync(file) != 0)
        {
            ThrowUnlessInterrupted("fdatasync");
        }
    }

    /// <summary>Names created in, renamed into or removed from a directory reach the disk.</summary>
    public static void SyncDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        var directory = open(path, 0);
        if (directory < 0)
        {
            throw Failure($"open {path}");
        }
        using var handle = new SafeFileHandle(directory, ownsHandle: true);
        while (fsync(handle) != 0)
        {
            ThrowUnlessInterrupted($"fsync {path}");
        }
    }

    /// <summary>
    /// Makes the disk hold <paramref name="length"/> bytes for the file, so that writing them later
    /// can't find it full. Does nothing where the file system can't.
    /// </summary>
    public static void Reserve(SafeFileHandle file, long length)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.SetLength(file, length);
            return;
        }
        const int interrupted = 4;
        const int notSupported = 95;
        const int invalid = 22;
        int error;
        do
        {
            error = posix_fallocate(file, 0, length);
        } while (error == interrupted);
        if (error is notSupported or invalid)
        {
            RandomAccess.SetLength(file, length);
        }
        else if (error != 0)
        {
            throw new IOException($"posix_fallocate: {Describe(error)}", error);
        }
    }

    public static bool IsNoSpace(Exception failure)
    {
        const int noSpace = 28;
        const int quota = 122;
        return failure is IOException { HResult: noSpace or quota };
    }

    private static void ThrowUnlessInterrupted(string call)
    {
        const int interrupted = 4;
        if (Marshal.GetLastPInvokeError() != interrupted)
        {
            throw Failure(call);
        }
    }

    private static IOException Failure(string call)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{call}: {Describe(error)}", error);
    }

    private static string Describe(int error) => Marshal.GetPInvokeErrorMessage(error);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int posix_fallocate(SafeFileHandle file, long offset, long length);
}
