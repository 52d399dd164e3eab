using Platform.Launcher.Native;
using Platform.Launcher.Processes;

namespace Platform.Launcher.Testing;

/// <summary>What is checked of the sources beside the tests: contracts and layout. Each counts as one test.</summary>
internal static class SourceChecks
{
    private const string BaseBranch = "main";

    public static async Task<TestCounts> RunAsync(CancellationToken cancellation)
    {
        var buf = Path.Combine(
            await PackageCache.Tools.EnsureAsync(Terminal.Step, false, cancellation),
            "@bufbuild/buf-linux-x64/bin/buf"
        );
        return (
            await CheckAsync(
                "buf lint (contracts keep the rules)",
                buf,
                ["lint", "protos"],
                cancellation
            )
        )
            .Plus(await BreakingAsync(buf, cancellation))
            .Plus(await LayoutAsync(cancellation));
    }

    private static async Task<TestCounts> BreakingAsync(string buf, CancellationToken cancellation)
    {
        if (await BaseCommitAsync(cancellation) is not { } commit)
        {
            Terminal.Step(
                $"buf breaking: git has no earlier contracts of '{BaseBranch}' to compare with, so nothing to check"
            );
            return TestCounts.None;
        }
        // In a worktree the objects lie elsewhere than in its own .git.
        var objects = await GitAsync(
            ["rev-parse", "--path-format=absolute", "--git-common-dir"],
            cancellation
        );
        return await CheckAsync(
            $"buf breaking (contracts stay compatible with {commit[..8]})",
            buf,
            ["breaking", "protos", "--against", $"{objects}#format=git,ref={commit},subdir=protos"],
            cancellation
        );
    }

    /// <summary>
    /// What the contracts must stay compatible with: main as published, else the local one; when we are
    /// on it, the commit before. Null when git or the protos are not there.
    /// </summary>
    private static async Task<string?> BaseCommitAsync(CancellationToken cancellation)
    {
        var head = await CommitAsync("HEAD", cancellation);
        string[] candidates = [$"origin/{BaseBranch}", BaseBranch, "HEAD~1"];
        foreach (var candidate in candidates)
        {
            var commit = await CommitAsync(candidate, cancellation);
            if (commit is null || commit == head)
                continue;
            if (await GitAsync(["cat-file", "-t", $"{commit}:protos"], cancellation) is not null)
                return commit;
        }
        return null;
    }

    private static Task<string?> CommitAsync(string name, CancellationToken cancellation) =>
        GitAsync(["rev-parse", "--verify", "--quiet", $"{name}^{{commit}}"], cancellation);

    /// <summary>The first line git answers; null when it fails, or is not there.</summary>
    private static async Task<string?> GitAsync(string[] arguments, CancellationToken cancellation)
    {
        var result = await Tool.RunAsync("git", arguments, cancellation: cancellation);
        return result is { ExitCode: 0, Lines: [var first, ..] } ? first : null;
    }

    private static async Task<TestCounts> LayoutAsync(CancellationToken cancellation)
    {
        var restored = await Tool.RunAsync(
            "dotnet",
            ["tool", "restore"],
            cancellation: cancellation
        );
        if (restored.ExitCode != 0)
            return Failed("dotnet tool restore", restored);
        return await CheckAsync(
            "csharpier (layout of the sources)",
            "dotnet",
            ["csharpier", "check", "."],
            cancellation
        );
    }

    private static async Task<TestCounts> CheckAsync(
        string name,
        string file,
        string[] arguments,
        CancellationToken cancellation
    )
    {
        var result = await Tool.RunAsync(file, arguments, cancellation: cancellation);
        if (result.ExitCode != 0)
            return Failed(name, result);
        Terminal.Step($"{name}: ok");
        return new TestCounts(1, 0, 0, []);
    }

    private static TestCounts Failed(string name, ToolResult result)
    {
        Terminal.Failure($"{name} failed (exit code {result.ExitCode}):", result.Lines);
        return TestCounts.OneFailure(name);
    }
}
