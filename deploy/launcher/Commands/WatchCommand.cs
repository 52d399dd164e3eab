using System.CommandLine;
using Platform.Launcher.Client;
using Platform.Launcher.Tape;
using Platform.Timeseries.V1;
using Spectre.Console;

namespace Platform.Launcher.Commands;

internal static class WatchCommand
{
    private const uint CoalesceMs = 50;
    private static readonly TimeSpan LiveEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(2);

    private static readonly Argument<string[]> Symbols = new("symbol")
    {
        Description = "Symbols to show; none: all",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<double?> Duration = new("--duration")
    {
        Description = "Seconds to run (default: until Ctrl-C)",
    };

    private static readonly Option<string?> Data = CommonOptions.Data();
    private static readonly Option<string?> Gateway = SuiteConnection.GatewayOption();

    public static Command Create()
    {
        var command = new Command("watch", "Show a living table: bid, ask, rate, latency")
        {
            Symbols,
            Duration,
            Gateway,
            Data,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var symbols = result.GetValue(Symbols) ?? [];
        var board = new WatchBoard(symbols);
        using var suite = SuiteConnection.Open(result, Data, Gateway);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (result.GetValue(Duration) is { } seconds)
            end.CancelAfter(TimeSpan.FromSeconds(seconds));
        var tape = new TickTape(suite, Request(symbols), Terminal.Step);
        var reading = tape.ReadAsync(
            frame =>
            {
                board.Take(frame, DateTimeOffset.UtcNow);
                return true;
            },
            end.Token
        );
        try
        {
            await ShowAsync(board, reading);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Ctrl-C or the end of --duration.
        }
        return 0;
    }

    private static SubscribeTicksRequest Request(string[] symbols) =>
        new()
        {
            Symbols = { symbols },
            Start = new TickStart { Snapshot = new StartSnapshot() },
            SlowReader = SlowReaderPolicy.CatchUp,
            CoalesceMs = CoalesceMs,
        };

    private static Task ShowAsync(WatchBoard board, Task reading) =>
        Terminal.IsInteractive
            ? Terminal
                .Out.Live(board.Render(DateTimeOffset.UtcNow))
                .StartAsync(live => RefreshAsync(reading, LiveEvery, board, live.UpdateTarget))
            : RefreshAsync(reading, PlainEvery, board, Terminal.Out.Write);

    private static async Task RefreshAsync(
        Task reading,
        TimeSpan every,
        WatchBoard board,
        Action<Table> show
    )
    {
        while (await Task.WhenAny(reading, Task.Delay(every)) != reading)
            show(board.Render(DateTimeOffset.UtcNow));
        await reading;
    }
}
