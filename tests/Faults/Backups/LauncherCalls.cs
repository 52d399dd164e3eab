using Platform.Launcher;
using Platform.Launcher.Processes;

namespace Platform.Faults.Backups;

/// <summary>Commands as their user gives them: a launcher process of its own.</summary>
internal static class LauncherCalls
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static Task<ToolResult> TryAsync(params string[] arguments) =>
        TryAsync(CancellationToken.None, arguments);

    /// <summary>Cancelling kills it.</summary>
    public static Task<ToolResult> TryAsync(
        CancellationToken cancellation,
        params string[] arguments
    ) =>
        Tool.RunAsync(
            "dotnet",
            [
                "exec",
                Repository.AssemblyOf("deploy/launcher/Platform.Launcher.csproj"),
                .. arguments,
            ],
            limit: Patience,
            cancellation: cancellation
        );

    /// <summary>Fails unless the command succeeds.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var result = await TryAsync(arguments);
        var text = string.Join('\n', result.Lines);
        result.ExitCode.ShouldBe(0, text);
        return text;
    }
}
