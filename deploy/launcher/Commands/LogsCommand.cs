using System.CommandLine;
using Platform.Launcher.Logs;
using Platform.Launcher.State;

namespace Platform.Launcher.Commands;

internal static class LogsCommand
{
    private const int LinesShown = 50;

    public static Command Create()
    {
        var service = new Argument<string?>("service")
        {
            Description =
                "One process only, by its name in status; 'launcher' is the launcher itself",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with new lines" };
        var lines = new Option<int>("--lines", "-n")
        {
            Description = "Lines shown of each log",
            DefaultValueFactory = _ => LinesShown,
        };
        var data = CommonOptions.Data();
        var command = new Command("logs", "Show the last lines of the processes' logs")
        {
            service,
            follow,
            lines,
            data,
        };
        command.SetAction(
            async (result, cancellation) =>
            {
                var files = Files(result.Layout(data), result.GetValue(service));
                foreach (var file in files)
                    Show(file, LogTail.Last(file, result.GetValue(lines)), files.Count > 1);
                if (result.GetValue(follow))
                    await LogFollower.RunAsync(
                        files,
                        (file, line) => Show(file, [line], files.Count > 1),
                        cancellation
                    );
                return 0;
            }
        );
        return command;
    }

    private static IReadOnlyList<string> Files(SuiteLayout layout, string? service)
    {
        var there = Directory.Exists(layout.Logs)
            ? Directory.GetFiles(layout.Logs, "*.log").Order().ToArray()
            : [];
        if (there.Length == 0)
            throw new LaunchFailure($"there are no logs in {layout.Logs} yet");
        if (service is null)
            return there;
        var one = layout.LogOf(service);
        if (there.Contains(one))
            return [one];
        var names = string.Join(", ", there.Select(Path.GetFileNameWithoutExtension));
        throw new LaunchFailure($"no log of '{service}' in {layout.Logs}; there are: {names}");
    }

    private static void Show(string file, IEnumerable<string> lines, bool named)
    {
        var prefix = named ? $"{Path.GetFileNameWithoutExtension(file), -12} " : "";
        foreach (var line in lines)
            Console.WriteLine(prefix + line);
    }
}
