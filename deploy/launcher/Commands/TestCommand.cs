using System.CommandLine;
using Platform.Launcher.Native;
using Platform.Launcher.Testing;

namespace Platform.Launcher.Commands;

internal static class TestCommand
{
    public static Command Create()
    {
        var filter = new Argument<string?>("filter")
        {
            Description =
                "Only tests whose full name holds this, or a filter expression (Name~x&Category=y); leaves the source checks out",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var checksOnly = new Option<bool>("--checks")
        {
            Description = "Only the source checks: contracts (buf) and layout (csharpier)",
        };
        var command = new Command(
            "test",
            "Check the sources and run every test against the real engines"
        )
        {
            filter,
            checksOnly,
        };
        command.SetAction(
            async (result, cancellation) =>
                Conclude(
                    result.GetValue(checksOnly)
                        ? await SourceChecks.RunAsync(cancellation)
                        : await RunAsync(result.GetValue(filter), cancellation)
                )
        );
        return command;
    }

    private static async Task<TestCounts> RunAsync(string? filter, CancellationToken cancellation)
    {
        var engines = await PackageCache.Engines.EnsureAsync(Terminal.Step, false, cancellation);
        var total = filter is null ? await SourceChecks.RunAsync(cancellation) : TestCounts.None;
        var results = Path.Combine(Repository.Root, "artifacts", "test-results");
        if (Directory.Exists(results))
            Directory.Delete(results, recursive: true);
        var run = new TestRun(filter, results, EngineLibraries.Variables(engines));
        var projects = TestProjects.Of(Path.Combine(Repository.Root, "Platform.sln"));
        foreach (var project in projects)
            total = total.Plus(await run.RunAsync(project, cancellation));
        return total;
    }

    /// <summary>Says what failed and, last, the plain line; nothing passed is a failure too.</summary>
    private static int Conclude(TestCounts total)
    {
        Console.WriteLine();
        foreach (var failure in total.Failures)
            Console.WriteLine($"FAILED  {failure}");
        if (total.Passed == 0)
            Console.WriteLine("No test passed.");
        Console.WriteLine(total);
        return total.Failed == 0 && total.Passed > 0 ? 0 : 1;
    }
}
