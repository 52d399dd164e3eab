using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Platform.Faults.BadInput;

/// <summary>A test that mounts a file system: where it may not, it says so as skipped instead of passing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsMountFactAttribute : FactAttribute
{
    public NeedsMountFactAttribute()
    {
        if (TightDisk.WhyNot is { } reason)
        {
            Skip = $"NOT RUN, needs root and a tmpfs of its own: {reason}";
        }
    }
}

/// <summary>A tmpfs of a few MiB, mounted over a folder.</summary>
internal sealed class TightDisk : IDisposable
{
    private const string Ballast = "ballast";
    private readonly string _folder;

    private TightDisk(string folder) => _folder = folder;

    /// <summary>Why no tmpfs can be mounted here; null: it can.</summary>
    public static string? WhyNot { get; } = Try();

    public static TightDisk Mount(string folder, int mebibytes)
    {
        Directory.CreateDirectory(folder);
        if (Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", folder) is { } problem)
        {
            throw new InvalidOperationException($"tmpfs on {folder}: {problem}");
        }
        return new TightDisk(folder);
    }

    /// <summary>Takes all the room but a few bytes.</summary>
    public void FillUp(long leaveBytes)
    {
        var free = new DriveInfo(_folder).AvailableFreeSpace - leaveBytes;
        using var file = File.Create(Path.Combine(_folder, Ballast));
        var block = new byte[1 << 20];
        for (var left = free; left > 0; left -= block.Length)
        {
            file.Write(block, 0, (int)Math.Min(block.Length, left));
        }
    }

    public void FreeUp() => File.Delete(Path.Combine(_folder, Ballast));

    // Lazily, because a process that is being stopped may still hold files open.
    public void Dispose() => Run("umount", "-l", _folder);

    private static string? Try()
    {
        var folder = Directory.CreateTempSubdirectory("platform-mount-");
        try
        {
            Mount(folder.FullName, 1).Dispose();
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ExternalException)
        {
            return e.Message;
        }
        finally
        {
            folder.Delete();
        }
    }

    private static string? Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true }
        )!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : said.Trim();
    }
}
