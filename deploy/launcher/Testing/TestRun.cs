using System.Diagnostics;
using Platform.Launcher.Processes;

namespace Platform.Launcher.Testing;

/// <summary>Runs test projects one after the other, each in a process of its own, and adds up their results.</summary>
internal sealed class TestRun(
    string? filter,
    string resultsFolder,
    IReadOnlyDictionary<string, string> environment
)
{
    /// <summary>A project that takes longer is ended and counts as failed.</summary>
    private static readonly TimeSpan ProjectMax = TimeSpan.FromMinutes(20);

    /// <summary>A single test that takes longer ends its project, with its name.</summary>
    private const string TestMax = "10m";

    private static readonly string[] Preambles =
    [
        "VSTest version",
        "Starting test execution",
        "A total of",
        "[xUnit.net",
        "Data collector 'Blame'",
        "Results File:",
        "No test matches",
    ];

    public async Task<TestCounts> RunAsync(TestProject project, CancellationToken cancellation)
    {
        if (!File.Exists(project.Assembly))
            return Fail(project, $"was not built: {project.Assembly} is missing");
        var clock = Stopwatch.StartNew();
        var trx = Path.Combine(resultsFolder, project.Name + ".trx");
        ToolResult result;
        Terminal.Step($"{project.Name}");
        result = await Tool.RunAsync(
            "dotnet",
            Arguments(project),
            environment: environment,
            onLine: Show,
            limit: ProjectMax,
            cancellation: cancellation
        );
        if (!File.Exists(trx))
        {
            return filter is not null && result.ExitCode == 0
                ? TestCounts.None
                : Fail(
                    project,
                    $"left no results (exit code {result.ExitCode}, {clock.Elapsed.TotalSeconds:0} s)"
                );
        }
        var counts = TrxSummary.Read(trx);
        if (result.ExitCode != 0 && counts.Failed == 0)
            counts = counts.Plus(Fail(project, $"ended with exit code {result.ExitCode}"));
        Terminal.Step($"{project.Name}: {counts} in {clock.Elapsed.TotalSeconds:0} s");
        return counts with { Failures = [.. counts.Failures.Select(name => Named(project, name))] };
    }

    private IEnumerable<string> Arguments(TestProject project)
    {
        string[] always =
        [
            "test",
            project.Assembly,
            "--logger",
            $"trx;LogFileName={project.Name}.trx",
            "--logger",
            "console;verbosity=normal",
            "--results-directory",
            resultsFolder,
            "--blame-hang",
            "--blame-hang-timeout",
            TestMax,
            "--blame-hang-dump-type",
            "none",
        ];
        return filter is null ? always : [.. always, "--filter", filter];
    }

    /// <summary>Passes on what says something of the tests; the runner's own preamble is left out.</summary>
    private static void Show(string line)
    {
        var text = line.Trim();
        if (text.Length > 0 && !Array.Exists(Preambles, text.StartsWith))
            Console.WriteLine($"    {line}");
    }

    private static TestCounts Fail(TestProject project, string what)
    {
        Terminal.Failure($"{project.Name} {what}", []);
        return TestCounts.OneFailure(Named(project, what));
    }

    private static string Named(TestProject project, string what) =>
        what.StartsWith(project.Name, StringComparison.Ordinal) ? what : $"{project.Name}: {what}";
}
