using Spectre.Console;

namespace Platform.Launcher;

/// <summary>Shows that something long goes on: a living line on a terminal, one line now and then elsewhere.</summary>
internal static class Progress
{
    private static readonly TimeSpan LiveEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(3);

    public static Task WhileAsync(Task work, Func<string> describe) =>
        Terminal.IsInteractive
            ? Terminal
                .Out.Status()
                .StartAsync(describe(), status => LiveAsync(status, work, describe))
            : PlainAsync(work, describe);

    private static async Task LiveAsync(StatusContext status, Task work, Func<string> describe)
    {
        while (await Task.WhenAny(work, Task.Delay(LiveEvery)) != work)
            status.Status(Markup.Escape(describe()));
        await work;
    }

    private static async Task PlainAsync(Task work, Func<string> describe)
    {
        while (await Task.WhenAny(work, Task.Delay(PlainEvery)) != work)
            Terminal.Step(describe());
        await work;
    }
}
