using System.Diagnostics;

namespace Platform.Stream.Tests;

/// <summary>A test that watches system calls; says so when it can't.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWithStraceAttribute : FactAttribute
{
    public FactWithStraceAttribute()
    {
        if (!Requirements.Works("strace", "-o", "/dev/null", "true"))
        {
            Skip = "strace is missing or may not trace here (apt-get install strace).";
        }
    }
}

/// <summary>A test that fills a small file system of its own; says so when it can't.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWithTmpfsAttribute : FactAttribute
{
    public FactWithTmpfsAttribute()
    {
        if (SmallDisk.Problem is { } problem)
        {
            Skip = $"A small tmpfs can't be mounted here: {problem}";
        }
    }
}

/// <summary>A tmpfs of a few megabytes.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TempDirectory _directory = new();

    public SmallDisk(int megabytes)
    {
        var (code, error) = Requirements.Run(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            $"size={megabytes}m",
            "tmpfs",
            _directory.Path
        );
        if (code != 0)
        {
            _directory.Dispose();
            throw new InvalidOperationException(error);
        }
    }

    public static string? Problem { get; } = Probe();

    public string Path => _directory.Path;

    public void Dispose()
    {
        Requirements.Run("umount", "-l", _directory.Path);
        _directory.Dispose();
    }

    private static string? Probe()
    {
        try
        {
            using var disk = new SmallDisk(1);
            return null;
        }
        catch (Exception problem)
        {
            return problem.Message.Trim();
        }
    }
}

internal static class Requirements
{
    public static bool Works(string program, params string[] arguments)
    {
        try
        {
            return Run(program, arguments).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    public static (int ExitCode, string Error) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
