using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Platform.Launcher.Client;
using Platform.Launcher.Practice;

namespace Platform.Launcher.Commands;

internal static class FeedCommand
{
    private static readonly Option<string[]> Symbols = new("--symbols")
    {
        Description = $"Only these of {string.Join(" ", Instrument.All.Select(one => one.Symbol))}",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "The same seed makes the same market",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<double> Rate = new("--rate")
    {
        Description = "Ticks a second of all symbols together, in busy hours (up to 1000000)",
        DefaultValueFactory = _ => 200,
    };

    private static readonly Option<double?> Duration = new("--duration")
    {
        Description = "Seconds to run (default: until Ctrl-C)",
    };

    private static readonly Option<bool> RealHours = new("--real-hours")
    {
        Description =
            "Keep closed markets silent at night and on weekends (default: they trade thinly)",
    };

    private static readonly Option<string?> Data = CommonOptions.Data();
    private static readonly Option<string?> Gateway = SuiteConnection.GatewayOption();

    public static Command Create()
    {
        var command = new Command(
            "feed",
            "Run a practice market: FX, equities and crypto with sessions, bursts, gaps and real spreads"
        )
        {
            Symbols,
            Seed,
            Rate,
            Duration,
            RealHours,
            Gateway,
            Data,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var market = Market(result);
        var seconds = result.GetValue(Duration);
        if (seconds is <= 0)
            throw new LaunchFailure($"--duration {seconds}: more than 0 seconds are needed");
        using var suite = SuiteConnection.Open(result, Data, Gateway);
        await using var writer = new TickWriter(suite) { Say = Terminal.Step };
        var run = new FeedRun(market, writer);
        Terminal.Step(
            $"practice market of {market.Instruments.Count} symbols, seed {result.GetValue(Seed)}; Ctrl-C ends it"
        );
        var clock = Stopwatch.StartNew();
        try
        {
            await Progress.WhileAsync(
                run.RunAsync(
                    seconds is { } limit ? TimeSpan.FromSeconds(limit) : null,
                    cancellation
                ),
                () => Describe(run, writer, clock.Elapsed)
            );
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The usual end; what was acknowledged so far is said below.
        }
        Terminal.Good(Describe(run, writer, clock.Elapsed));
        return writer.Totals.Rejected == 0 ? 0 : 1;
    }

    private static PracticeMarket Market(ParseResult result)
    {
        var rate = result.GetValue(Rate);
        if (rate is not (> 0 and <= 1_000_000))
            throw new LaunchFailure($"--rate {rate}: allowed is more than 0, up to 1000000");
        return new PracticeMarket(
            Chosen(result.GetValue(Symbols) ?? []),
            result.GetValue(Seed),
            rate,
            DateTimeOffset.UtcNow,
            result.GetValue(RealHours)
        );
    }

    private static IReadOnlyList<Instrument> Chosen(string[] symbols) =>
        symbols.Length == 0
            ? Instrument.All
            :
            [
                .. symbols.Select(symbol =>
                    Instrument.All.FirstOrDefault(one => one.Symbol == symbol)
                    ?? throw new LaunchFailure(
                        $"--symbols '{symbol}' is not traded here; there are "
                            + string.Join(" ", Instrument.All.Select(one => one.Symbol))
                    )
                ),
            ];

    private static string Describe(FeedRun run, TickWriter writer, TimeSpan elapsed) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{writer.Totals.Acknowledged} acknowledged of {run.RowsSent} sent, {writer.Totals.Rejected} rejected, {run.RowsSent / Math.Max(elapsed.TotalSeconds, 1e-3):N0} a second, last ack after {writer.LastAckTime.TotalMilliseconds:0.0} ms"
        );
}
