using System.Globalization;
using Spectre.Console;

namespace Platform.Benchmarks.Harness;

internal static class ReportTable
{
    private const int Width = 170;

    /// <summary>Wide also where the output is a pipe: a table broken into pieces can't be read.</summary>
    public static IAnsiConsole Output { get; } = MakeOutput();

    public static void Print(RunFacts facts, Report report)
    {
        var table = new Table()
            .Title(
                Markup.Escape(
                    $"{facts.Name}, {facts.Cores} cores, load {facts.LoadBefore:0.0} → {facts.LoadAfter:0.0}, {facts.Seconds:0} s"
                )
            )
            .AddColumns("", "ours (min – max)", "beside it (min – max)", "ratio", "target", "");
        foreach (var line in report.Lines)
        {
            var beside = line.Reference is null
                ? ""
                : $"{Text(line.Reference)} {line.ReferenceName}";
            table.AddRow(
                Markup.Escape(line.What),
                Markup.Escape(Text(line.Ours)),
                Markup.Escape(beside),
                line.Ratio is { } ratio ? Number(ratio) : "",
                Markup.Escape(line.Target),
                line.Met switch
                {
                    true => "[green]met[/]",
                    false => "[red]missed[/]",
                    null => "",
                }
            );
        }
        Output.Write(table);
        foreach (var note in report.Notes)
        {
            Console.WriteLine($"  {note}");
        }
    }

    private static string Text(Sample sample) =>
        $"{Number(sample.Median)} {sample.Unit} ({Number(sample.Min)} – {Number(sample.Max)})";

    public static string Number(double value) =>
        value switch
        {
            >= 1_000 => value.ToString("#,##0", CultureInfo.InvariantCulture),
            >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
            _ => value.ToString("0.000", CultureInfo.InvariantCulture),
        };

    private static IAnsiConsole MakeOutput()
    {
        var output = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            }
        );
        if (Console.IsOutputRedirected)
        {
            output.Profile.Width = Width;
        }
        return output;
    }
}
