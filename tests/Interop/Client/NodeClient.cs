using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Platform.Interop.Kit;
using Xunit.Abstractions;

namespace Platform.Interop.Client;

/// <summary>Runs node/client.js: one case, one process. Its packages are fetched once, as the lock file pins them.</summary>
internal static class NodeClient
{
    private static readonly SemaphoreSlim s_install = new(1, 1);

    public static async Task<(int ExitCode, string Output)> RunAsync(
        string name,
        Target target,
        ITestOutputHelper output
    )
    {
        await InstallAsync(output);
        return await StartAsync(
            "node",
            [
                "client.js",
                "--case",
                name,
                "--target",
                target.Address.Authority,
                "--protos",
                BuildPaths.Protos,
                "--header",
                $"{target.Header}={target.Value}",
            ]
        );
    }

    private static async Task InstallAsync(ITestOutputHelper output)
    {
        await s_install.WaitAsync();
        try
        {
            var pinned = Convert.ToHexStringLower(
                SHA256.HashData(
                    await File.ReadAllBytesAsync(Path.Combine(BuildPaths.Node, "package-lock.json"))
                )
            );
            var mark = Path.Combine(BuildPaths.Node, "node_modules", ".installed");
            if (File.Exists(mark) && await File.ReadAllTextAsync(mark) == pinned)
            {
                return;
            }
            var watch = Stopwatch.StartNew();
            output.WriteLine("npm ci: fetching grpc-js …");
            var npm = await StartAsync(
                "npm",
                ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            );
            npm.ExitCode.ShouldBe(0, npm.Output);
            await File.WriteAllTextAsync(mark, pinned);
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"npm ci: done in {watch.Elapsed.TotalSeconds:F1} s"
                )
            );
        }
        finally
        {
            s_install.Release();
        }
    }

    private static async Task<(int ExitCode, string Output)> StartAsync(
        string program,
        string[] arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = BuildPaths.Node,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Begin(start);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await using var kill = timeout.Token.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, $"{await output}{await errors}");
    }

    private static Process Begin(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException(
                $"{start.FileName} is missing: install Node.js 18 or later with npm (Debian: apt-get install nodejs npm)",
                missing
            );
        }
    }
}
