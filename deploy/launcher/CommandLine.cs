using System.CommandLine;
using Platform.Launcher.Processes;

namespace Platform.Launcher;

/// <summary>Runs one command: signals become cancellation, failures become one line and an exit code.</summary>
internal static class CommandLine
{
    private const int Failed = 1;
    private const int Interrupted = 130;

    public static async Task<int> RunAsync(Command root, string[] args)
    {
        using var signals = new ShutdownSignals();
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            // Commands end by themselves on a signal; a hard limit would cut an orderly stop short.
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await root.Parse(args).InvokeAsync(configuration, signals.Token);
        }
        catch (LaunchFailure failure)
        {
            Terminal.Failure(failure.Message, failure.Evidence);
            return Failed;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Terminal.Failure(problem.Message, []);
            return Failed;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return Interrupted;
        }
    }
}
