using System.ComponentModel;
using System.Diagnostics;

namespace Platform.TestKit;

/// <summary>Runs programs of other languages to their end.</summary>
public static class Programs
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>What it printed to standard output; a failure carries everything it printed.</summary>
    public static async Task<string> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string folder,
        params (string Name, string Value)[] environment
    )
    {
        var (exitCode, output, errors) = await EndAsync(program, arguments, folder, environment);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"{program} ended with {exitCode}: {output}{errors}"
            );
    }

    /// <summary>How it ended and what it printed.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> EndAsync(
        string program,
        IEnumerable<string> arguments,
        string folder,
        params (string Name, string Value)[] environment
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        using var process = Begin(start);
        using var timeout = new CancellationTokenSource(Patience);
        await using var kill = timeout.Token.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, await output, await errors);
    }

    private static Process Begin(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException(
                $"{start.FileName} is missing; for node and npm: install Node.js 18 or later (Debian: apt-get install nodejs npm)",
                missing
            );
        }
    }
}
