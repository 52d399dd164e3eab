using Spectre.Console;

namespace Platform.Launcher;

/// <summary>How the launcher speaks: colour and tables on a terminal, plain lines elsewhere.</summary>
internal static class Terminal
{
    private const int PlainWidth = 4096;

    public static IAnsiConsole Out { get; } = Make(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole Error { get; } = Make(Console.Error, Console.IsErrorRedirected);

    public static bool IsInteractive => Out.Profile.Out.IsTerminal;

    /// <summary>A step of what is going on.</summary>
    public static void Step(string line) => Out.MarkupLineInterpolated($"[grey]•[/] {line}");

    public static void Service(string name, string line) =>
        Out.MarkupLineInterpolated($"  [blue]{name, -12}[/] {line}");

    public static void Good(string line) => Out.MarkupLineInterpolated($"[green]{line}[/]");

    /// <summary>Something that will surprise later, said while it can still be changed.</summary>
    public static void Warning(string line) =>
        Out.MarkupLineInterpolated($"[yellow]warning: {line}[/]");

    public static void Failure(string line, IReadOnlyList<string> evidence)
    {
        try
        {
            Error.MarkupLineInterpolated($"[red]platform: {line}[/]");
            foreach (var piece in evidence)
                Error.MarkupLineInterpolated($"  [grey]│[/] {piece}");
        }
        catch (IOException)
        {
            // The output is a file on a full disk, or a pipe nobody reads: the exit code has to tell.
        }
    }

    private static IAnsiConsole Make(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
                Out = new AnsiConsoleOutput(writer),
            }
        );
        // A pipe has no width; 80 columns would break lines that a program reads.
        if (redirected)
            console.Profile.Width = PlainWidth;
        return console;
    }
}
