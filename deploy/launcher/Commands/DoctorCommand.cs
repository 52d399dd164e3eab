using System.CommandLine;
using Platform.Launcher.Doctor;
using Spectre.Console;

namespace Platform.Launcher.Commands;

internal static class DoctorCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var command = new Command("doctor", "Say what this machine lacks and how to get it")
        {
            data,
        };
        command.SetAction(
            async (result, _) => Show(await new Examination(result.Layout(data)).RunAsync())
        );
        return command;
    }

    private static int Show(IReadOnlyList<Finding> findings)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumns("what", "", "found", "how to get it");
        foreach (var finding in findings)
        {
            var mark = finding.Verdict switch
            {
                Verdict.Ok => "[green]ok[/]",
                Verdict.Note => "[yellow]note[/]",
                _ => "[red]missing[/]",
            };
            table.AddRow(
                Markup.Escape(finding.What),
                mark,
                Markup.Escape(finding.Found),
                Markup.Escape(finding.Remedy)
            );
        }
        Terminal.Out.Write(table);
        var missing = findings.Count(finding => finding.Verdict == Verdict.Missing);
        Terminal.Out.WriteLine(missing == 0 ? "Nothing is missing." : $"{missing} missing.");
        return missing == 0 ? 0 : 1;
    }
}
