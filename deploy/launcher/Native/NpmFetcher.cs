using System.ComponentModel;
using System.Diagnostics;
using Platform.Launcher.Processes;

namespace Platform.Launcher.Native;

/// <summary>npm ci: exactly the lock file, each package checked against its integrity, no package's own scripts run.</summary>
internal sealed class NpmFetcher : IPackageFetcher
{
    private const int EvidenceLines = 12;
    private const double MiB = 1024 * 1024;
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(3);

    public async Task FetchAsync(string folder, Action<string> say, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("npm")
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        string[] arguments =
        [
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var npm = await StartAsync(start);
        await using var end = cancellation.Register(() => npm.Kill(entireProcessTree: true));
        var output = Task.WhenAll(
            npm.StandardOutput.ReadToEndAsync(CancellationToken.None),
            npm.StandardError.ReadToEndAsync(CancellationToken.None)
        );
        await ReportAsync(npm.WaitForExitAsync(CancellationToken.None), folder, say);
        cancellation.ThrowIfCancellationRequested();
        if (npm.ExitCode != 0)
        {
            var lines = string.Join('\n', await output).Trim().Split('\n');
            throw new LaunchFailure(
                $"npm could not fetch what {folder}/package-lock.json pins (exit code {npm.ExitCode}):",
                lines[..Math.Min(EvidenceLines, lines.Length)]
            );
        }
    }

    private static async Task<Process> StartAsync(ProcessStartInfo start)
    {
        try
        {
            return await SpawnThread.StartAsync(start);
        }
        catch (Win32Exception)
        {
            throw new LaunchFailure(
                "npm is missing and the native engines are not in the cache yet: install Node.js 18 or later with npm (Debian: apt-get install npm)"
            );
        }
    }

    private static async Task ReportAsync(Task end, string folder, Action<string> say)
    {
        var clock = Stopwatch.StartNew();
        while (await Task.WhenAny(end, Task.Delay(ProgressEvery)) != end)
        {
            say($"  {clock.Elapsed.TotalSeconds:0} s, {BytesIn(folder) / MiB:0} MiB unpacked");
        }
        await end;
    }

    private static long BytesIn(string folder)
    {
        try
        {
            return new DirectoryInfo(folder)
                .EnumerateFiles("*", SearchOption.AllDirectories)
                .Sum(file => file.Length);
        }
        catch (IOException)
        {
            // npm moves folders while it unpacks; the next report counts again.
            return 0;
        }
    }
}
