using System.ComponentModel;
using System.Diagnostics;

namespace Platform.Launcher.Processes;

/// <summary>What a tool said and how it ended.</summary>
internal sealed record ToolResult(int ExitCode, IReadOnlyList<string> Lines);

/// <summary>Runs a command-line tool to its end, dying with the launcher.</summary>
internal static class Tool
{
    public const int NotFound = 127;

    /// <summary>Collects both outputs; each line also goes to <paramref name="onLine"/> as it comes.</summary>
    public static async Task<ToolResult> RunAsync(
        string file,
        IEnumerable<string> arguments,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string>? environment = null,
        Action<string>? onLine = null,
        TimeSpan? limit = null,
        CancellationToken cancellation = default
    )
    {
        var start = new ProcessStartInfo("setsid")
        {
            WorkingDirectory = workingDirectory ?? Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        string[] wrapper =
        [
            "setpriv",
            "--pdeathsig",
            "KILL",
            "--",
            "/bin/sh",
            "-c",
            "exec \"$0\" \"$@\" 2>&1",
            file,
        ];
        foreach (var word in wrapper.Concat(arguments))
            start.ArgumentList.Add(word);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = await SpawnThread.StartAsync(start);
        process.StandardInput.Close();
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeLimit.CancelAfter(limit ?? Timeout.InfiniteTimeSpan);
        await using var end = timeLimit.Token.Register(() =>
            Posix.Signal(-process.Id, Posix.SigKill)
        );
        var lines = new List<string>();
        var reading = ReadAsync(process.StandardOutput, lines, onLine);
        await process.WaitForExitAsync(CancellationToken.None);
        // What it left running may hold the pipe open; it is not waited for long.
        await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None));
        Posix.Signal(-process.Id, Posix.SigKill);
        cancellation.ThrowIfCancellationRequested();
        lock (lines)
            return new ToolResult(process.ExitCode, [.. lines]);
    }

    /// <summary>The first line of "TOOL ARGUMENT"; null when it is not there or fails.</summary>
    public static async Task<string?> VersionAsync(string file, string argument)
    {
        try
        {
            var result = await RunAsync(file, [argument]);
            return result is { ExitCode: 0, Lines: [var first, ..] } ? first : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static async Task ReadAsync(
        StreamReader output,
        List<string> lines,
        Action<string>? onLine
    )
    {
        while (await output.ReadLineAsync() is { } line)
        {
            lock (lines)
                lines.Add(line);
            onLine?.Invoke(line);
        }
    }
}
