using System.Diagnostics;

namespace Platform.Clients;

/// <summary>Runs a program to its end.</summary>
internal static class Programs
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly SemaphoreSlim Installing = new(1, 1);

    /// <summary>What it printed to standard output; a failure carries everything it printed.</summary>
    public static async Task<string> RunAsync(
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
        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Patience);
        await using var kill = timeout.Token.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        var text = await output;
        process.ExitCode.ShouldBe(0, $"{program}: {text}{await errors}");
        return text;
    }

    /// <summary>Fetches the pinned Node packages unless they are there.</summary>
    public static async Task InstallNodePackagesAsync()
    {
        await Installing.WaitAsync();
        try
        {
            if (!Directory.Exists(Path.Combine(Snippets.NodeFolder, "node_modules/@grpc/grpc-js")))
            {
                await RunAsync(
                    "npm",
                    ["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                    Snippets.NodeFolder
                );
            }
        }
        finally
        {
            Installing.Release();
        }
    }
}
