using System.CommandLine;
using Platform.Launcher.Health;
using Platform.Launcher.Manifest;
using Platform.Launcher.Processes;
using Platform.Launcher.State;
using Spectre.Console;

namespace Platform.Launcher.Commands;

internal static class StatusCommand
{
    private const double MiB = 1024 * 1024;

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var command = new Command(
            "status",
            "Show each process and its health; exit code 0 when all is healthy"
        )
        {
            data,
        };
        command.SetAction((result, cancellation) => ShowAsync(result.Layout(data), cancellation));
        return command;
    }

    private static async Task<int> ShowAsync(SuiteLayout layout, CancellationToken cancellation)
    {
        var state = RunState.Read(layout);
        if (state is null || !state.LauncherIsAlive)
        {
            Terminal.Step($"nothing runs on {layout.Data}: './platform up' starts it");
            return 1;
        }
        var answers = await Task.WhenAll(
            state.Services.Select(service => HealthProbes.Of(service.Health).AskAsync(cancellation))
        );
        Terminal.Out.Write(Render(state, answers));
        var healthy = answers.Count(answer => answer.Healthy);
        var line =
            $"{healthy} of {answers.Length} healthy; launcher process {state.Launcher.Pid}, {layout.Data}";
        if (healthy == answers.Length && healthy > 0)
        {
            Terminal.Good(line);
            return 0;
        }
        Terminal.Out.MarkupLineInterpolated($"[red]{line}[/]");
        return 1;
    }

    private static Table Render(RunState state, HealthAnswer[] answers)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumns("process", "health", "pid", "since", "restarts", "memory", "endpoints");
        foreach (var (service, answer) in state.Services.Zip(answers))
        {
            var pid = service.Process?.Pid;
            var memory = pid is { } known
                ? $"{ProcessIdentity.ResidentBytes(known) / MiB:0} MiB"
                : "";
            table.AddRow(
                Markup.Escape(service.Name),
                answer.Healthy ? "[green]healthy[/]" : $"[red]{Markup.Escape(answer.Detail)}[/]",
                $"{pid}",
                Age(service.Since),
                $"{service.Restarts}",
                memory,
                Markup.Escape(string.Join("  ", service.Endpoints.Values))
            );
        }
        return table;
    }

    private static string Age(DateTimeOffset since)
    {
        var age = DateTimeOffset.UtcNow - since;
        return age switch
        {
            { TotalSeconds: < 100 } => $"{age.TotalSeconds:0} s",
            { TotalMinutes: < 100 } => $"{age.TotalMinutes:0} min",
            _ => $"{age.TotalHours:0} h",
        };
    }
}
