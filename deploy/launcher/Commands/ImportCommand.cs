using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Platform.Launcher.Client;
using Platform.Launcher.Transfers;
using Platform.Timeseries.V1;

namespace Platform.Launcher.Commands;

internal static class ImportCommand
{
    private const double MiB = 1024 * 1024;
    private const string Candles = "lean-candles";

    private static readonly Argument<string> Table = new("TABLE");

    private static readonly Argument<string> File = new("FILE")
    {
        Description = "csv and jsonl also as .gz, or as the one file of a .zip",
    };

    private static readonly Option<string?> Format = new("--format")
    {
        Description =
            $"{TableFormat.Names}, {Candles} or {BookImport.Format} (default: as the file's name ends)",
    };

    private static readonly Option<string?> Symbol = new("--symbol")
    {
        Description =
            $"{Candles}: the symbol of all of the file; {BookImport.Format}: another than the file's",
    };

    private static readonly Option<string> Timeframe = new("--timeframe")
    {
        Description = $"{Candles}: the length of a candle",
        DefaultValueFactory = _ => "1d",
    };

    private static readonly Option<string> Zone = new("--timezone")
    {
        Description = $"{Candles}: time zone of the file's times, such as America/New_York",
        DefaultValueFactory = _ => "UTC",
    };

    private static readonly Option<string?> Data = CommonOptions.Data();
    private static readonly Option<string?> Gateway = SuiteConnection.GatewayOption();

    public static Command Create()
    {
        var command = new Command(
            "import",
            "Put a file's rows into a table; given again after an interruption it goes on, a repeat adds nothing"
        )
        {
            Table,
            File,
            Format,
            Symbol,
            Timeframe,
            Zone,
            Gateway,
            Data,
        };
        foreach (var option in BookImport.Options)
            command.Add(option);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var path = result.GetRequiredValue(File);
        if (!System.IO.File.Exists(path))
            throw new LaunchFailure($"there is no file {path}");
        var source = Source(result, path);
        using var suite = SuiteConnection.Open(result, Data, Gateway);
        var table = result.GetRequiredValue(Table);
        if (source.Turned is BookLines book)
            await BookImport.WarnAsync(suite, table, source, book, cancellation);
        var import = new ImportFile(suite, table, source);
        var clock = Stopwatch.StartNew();
        await Progress.WhileAsync(
            import.RunAsync(cancellation),
            () =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{import.Rows:N0} rows, {import.Bytes / MiB:N1} MiB, {import.Rows / clock.Elapsed.TotalSeconds:N0} rows a second"
                )
        );
        Terminal.Good(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{import.Rows} rows into {table} ({import.ChunksStored} chunks stored, {import.ChunksAlreadyThere} already there) in {clock.Elapsed.TotalSeconds:0.0} s"
            )
        );
        return 0;
    }

    private static ImportSourceFile Source(ParseResult result, string path)
    {
        var format = result.GetValue(Format);
        if (format == BookImport.Format)
            return BookImport.Source(result, path, result.GetValue(Symbol));
        BookImport.CheckUnused(result);
        if (format != Candles)
            return new ImportSourceFile(path, TableFormat.Of(format, path));
        var symbol =
            result.GetValue(Symbol)
            ?? throw new LaunchFailure($"--format {Candles} needs --symbol: the file names none");
        return new ImportSourceFile(path, TransferFormat.Csv)
        {
            Turned = new LeanCandles(
                symbol,
                result.GetRequiredValue(Timeframe),
                FindZone(result.GetRequiredValue(Zone))
            ),
        };
    }

    private static TimeZoneInfo FindZone(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new LaunchFailure(
                $"--timezone '{name}' is unknown here; names are as in America/New_York (Debian: package tzdata)"
            );
}
