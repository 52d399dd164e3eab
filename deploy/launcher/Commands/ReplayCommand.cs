using System.CommandLine;
using System.Globalization;
using Platform.Launcher.Client;
using Platform.Launcher.Replay;

namespace Platform.Launcher.Commands;

internal static class ReplayCommand
{
    private static readonly Argument<string> File = new("file")
    {
        Description = "Quotes, as plain text or as the only file of a zip",
    };

    private static readonly Option<string> Symbol = new("--symbol")
    {
        Description = "Symbol the rows are written under",
        Required = true,
    };

    private static readonly Option<string> Format = new("--format")
    {
        Description =
            "quotes-ms (ms since midnight,bid,ask), lean-quotes (Lean's equity quotes; a missing side is the last one stated), csv (a header names time, bid, ask, last, volume)",
        Required = true,
    };

    private static readonly Option<DateOnly?> Date = new("--date")
    {
        Description = "The file's day, such as 2014-05-08",
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", out var date))
                return date;
            result.AddError(
                $"--date '{result.Tokens[0].Value}': a day such as 2014-05-08 is needed"
            );
            return null;
        },
    };

    private static readonly Option<string> Zone = new("--timezone")
    {
        Description = "Time zone of the file's midnight, such as America/New_York",
        DefaultValueFactory = _ => "UTC",
    };

    private static readonly Option<decimal?> PriceScale = new("--price-scale")
    {
        Description = "What prices are divided by (default: 1; 10000 for lean-quotes)",
    };

    private static readonly Option<string> Speed = new("--speed")
    {
        Description = "max, 1 (as it happened) or K times that",
        DefaultValueFactory = _ => "max",
    };

    private static readonly Option<string> Broker = new("--broker")
    {
        Description = "Broker the rows are written under",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<string?> Data = CommonOptions.Data();
    private static readonly Option<string?> Gateway = SuiteConnection.GatewayOption();

    public static Command Create()
    {
        var command = new Command(
            "replay",
            "Write a file's quotes; a repeat of the same adds nothing"
        )
        {
            File,
            Symbol,
            Format,
            Date,
            Zone,
            PriceScale,
            Speed,
            Broker,
            Gateway,
            Data,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var request = Request(result);
        // Wrong options are said before the suite is asked for anything.
        request.CreateFormat();
        using var suite = SuiteConnection.Open(result, Data, Gateway);
        await using var writer = new TickWriter(suite) { Say = Terminal.Step };
        var run = new ReplayRun(request, writer);
        await Progress.WhileAsync(
            run.RunAsync(cancellation),
            () => $"{run.RowsSent:N0} rows sent, {writer.Totals.Acknowledged:N0} acknowledged"
        );
        Conclude(run, writer);
        return writer.Totals.Rejected == 0 ? 0 : 1;
    }

    private static ReplayRequest Request(ParseResult result) =>
        new()
        {
            File = result.GetRequiredValue(File),
            Symbol = result.GetRequiredValue(Symbol),
            Format = result.GetRequiredValue(Format),
            Date = result.GetValue(Date),
            Zone = FindZone(result.GetRequiredValue(Zone)),
            PriceScale = result.GetValue(PriceScale),
            Pace = ReplayPace.Parse(result.GetRequiredValue(Speed)),
            Broker = result.GetRequiredValue(Broker),
        };

    private static TimeZoneInfo FindZone(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new LaunchFailure(
                $"--timezone '{name}' is unknown here; names are as in America/New_York (Debian: package tzdata)"
            );

    private static void Conclude(ReplayRun run, TickWriter writer)
    {
        var totals = writer.Totals;
        if (run.LinesSkipped > 0)
            Terminal.Step(
                $"{run.LinesSkipped:N0} lines gave no quote (a header, or a side not known yet)"
            );
        foreach (var row in writer.Rejections)
            Terminal.Step($"rejected: batch {row.Sequence} row {row.Row}: {row.Detail}");
        var rate = totals.Acknowledged / Math.Max(run.Elapsed.TotalSeconds, 1e-3);
        Terminal.Good(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{totals.Acknowledged} acknowledged ({totals.New} new, {totals.AlreadyThere} already there), {totals.Rejected} rejected, in {run.Elapsed.TotalSeconds:0.0} s ({rate:N0} a second)"
            )
        );
    }
}
