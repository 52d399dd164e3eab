using System.CommandLine;
using Platform.Launcher.Native;
using Platform.Launcher.Processes;

namespace Platform.Launcher.Commands;

internal static class BenchCommand
{
    private const string Project = "tests/Benchmarks/Platform.Benchmarks.csproj";

    public static Command Create()
    {
        var words = new Argument<string[]>("name")
        {
            Description =
                "Which benchmark, and its options; without a name, all of them are listed",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("bench", "Measure, with the reference beside it in the same run")
        {
            words,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(
            async (result, cancellation) =>
            {
                var assembly = Repository.AssemblyOf(Project);
                if (!File.Exists(assembly))
                    throw new LaunchFailure($"the benchmarks are not built: {assembly} is missing");
                var engines = await PackageCache.Engines.EnsureAsync(
                    Terminal.Step,
                    false,
                    cancellation
                );
                var run = await Tool.RunAsync(
                    "dotnet",
                    [assembly, .. result.GetValue(words)!, .. result.UnmatchedTokens],
                    environment: EngineLibraries.Variables(engines),
                    onLine: Console.WriteLine,
                    cancellation: cancellation
                );
                return run.ExitCode;
            }
        );
        return command;
    }
}
