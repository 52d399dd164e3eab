using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Platform.Launcher.Client;
using Platform.Launcher.Transfers;
using Platform.Timeseries.V1;

namespace Platform.Launcher.Commands;

internal static class ExportCommand
{
    private const double MiB = 1024 * 1024;

    private static readonly Argument<string> Table = new("TABLE");

    private static readonly Argument<string> File = new("FILE")
    {
        Description = "Written beside as FILE.part until it is whole",
    };

    private static readonly Option<string?> Format = new("--format")
    {
        Description = $"{TableFormat.Names} (default: as the file's name ends)",
    };

    private static readonly Option<string?> From = TimeOption("--from", "From this time on");
    private static readonly Option<string?> To = TimeOption("--to", "Up to this time, excluded");

    private static readonly Option<string?> Columns = new("--columns")
    {
        Description = "Names with commas between (default: all)",
    };

    private static readonly Option<string[]> Filters = new("--filter")
    {
        Description =
            "Column, operator, value: symbol=AAPL, close>=1.5, name~part; several must all hold",
    };

    private static readonly Option<bool> Overwrite = new("--overwrite")
    {
        Description = "Replace FILE if it is there",
    };

    private static readonly Option<string?> Data = CommonOptions.Data();
    private static readonly Option<string?> Gateway = SuiteConnection.GatewayOption();

    public static Command Create()
    {
        var command = new Command(
            "export",
            "Write a table, or a part of it, to a file; given again after an interruption it goes on"
        )
        {
            Table,
            File,
            Format,
            From,
            To,
            Columns,
            Filters,
            Overwrite,
            Gateway,
            Data,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var path = result.GetRequiredValue(File);
        var request = Request(result, path);
        if (System.IO.File.Exists(path) && !result.GetValue(Overwrite))
            throw new LaunchFailure($"{path} is there already: --overwrite replaces it");
        using var suite = SuiteConnection.Open(result, Data, Gateway);
        var export = new ExportFile(suite, request, path);
        var clock = Stopwatch.StartNew();
        await Progress.WhileAsync(
            export.RunAsync(cancellation),
            () =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{export.Rows:N0} of {export.RowsPlanned:N0} rows, {export.Bytes / MiB:N1} MiB, {export.Bytes / MiB / clock.Elapsed.TotalSeconds:N1} MiB/s"
                )
        );
        if (export.WasResumed)
            Terminal.Step("it went on from where an interrupted export had got to");
        Terminal.Good(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{export.Rows} rows of {request.Table}, {export.Bytes / MiB:N1} MiB, in {string.Join(", ", export.Files)}"
            )
        );
        return 0;
    }

    private static ExportTableRequest Request(ParseResult result, string path)
    {
        var request = new ExportTableRequest
        {
            Table = result.GetRequiredValue(Table),
            Format = TableFormat.Of(result.GetValue(Format), path),
            From = Time(result, From),
            To = Time(result, To),
        };
        request.Columns.AddRange(
            (result.GetValue(Columns) ?? "").Split(
                ',',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        );
        request.Filters.AddRange((result.GetValue(Filters) ?? []).Select(FilterText.Parse));
        return request;
    }

    private static Timestamp? Time(ParseResult result, Option<string?> option) =>
        result.GetValue(option) is not { } text ? null
        : DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time.ToTimestamp()
        : throw new LaunchFailure(
            $"{option.Name} '{text}': a time such as 2024-05-08 or 2024-05-08T14:30:00Z is needed"
        );

    private static Option<string?> TimeOption(string name, string description) =>
        new(name)
        {
            Description = description + " (UTC unless it says otherwise)",
            HelpName = "TIME",
        };
}
