using System.CommandLine;
using System.Globalization;
using Platform.Launcher.Client;
using Platform.Launcher.Tape;
using Platform.Timeseries.V1;

namespace Platform.Launcher.Commands;

internal static class TailCommand
{
    private static readonly Argument<string[]> Symbols = new("symbol")
    {
        Description = "Symbols to print; none: all",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string> From = new("--from")
    {
        Description = $"Where to begin: {TailStart.Allowed}",
        DefaultValueFactory = _ => "now",
    };

    private static readonly Option<long?> Count = new("--count", "-n")
    {
        Description = "End after so many ticks",
    };

    private static readonly Option<bool> UntilCaughtUp = new("--until-caught-up")
    {
        Description = "End when everything written so far is printed",
    };

    private static readonly Option<double> Speed = new("--speed")
    {
        Description = "Pace of history: 0 as fast as possible, 1 as it happened, K times that",
    };

    private static readonly Option<string?> Data = CommonOptions.Data();
    private static readonly Option<string?> Gateway = SuiteConnection.GatewayOption();

    public static Command Create()
    {
        var command = new Command(
            "tail",
            "Print ticks as lines (time,symbol,bid,ask,last,volume); at the end say where to go on"
        )
        {
            Symbols,
            From,
            Count,
            UntilCaughtUp,
            Speed,
            Gateway,
            Data,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var request = new SubscribeTicksRequest
        {
            Symbols = { result.GetValue(Symbols) ?? [] },
            Start = TailStart.Parse(result.GetRequiredValue(From)),
            ReplaySpeed = result.GetValue(Speed),
            SlowReader = SlowReaderPolicy.CatchUp,
        };
        using var suite = SuiteConnection.Open(result, Data, Gateway);
        var tape = new TickTape(suite, request, Note);
        // Console.Out flushes each line; a day of ticks should not take a system call a tick.
        await using var output = new StreamWriter(Console.OpenStandardOutput());
        var printer = new TailPrinter(
            output,
            result.GetValue(Count) ?? long.MaxValue,
            result.GetValue(UntilCaughtUp)
        );
        try
        {
            await tape.ReadAsync(printer.Take, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C is how one leaves; where to go on is said below.
        }
        await output.FlushAsync(CancellationToken.None);
        if (tape.Resume.IsKnown && !printer.IsMidFrame)
            Note($"go on with --from {tape.Resume}");
        return 0;
    }

    private static void Note(string line) =>
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"# {line}"));
}
