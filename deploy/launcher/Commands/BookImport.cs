using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Grpc.Core;
using Platform.Launcher.Books;
using Platform.Launcher.Client;
using Platform.Launcher.Transfers;
using Platform.Timeseries.V1;

namespace Platform.Launcher.Commands;

/// <summary>What import takes for order books.</summary>
internal static class BookImport
{
    public const string Format = "orderbook";
    private const string AllStates = "all";
    private const int YearMax = 2298;

    private static readonly Option<string> Broker = new("--broker")
    {
        Description = $"{Format}: the broker the rows are written under",
        DefaultValueFactory = _ => "bybit",
    };

    private static readonly Option<int> Levels = new("--levels")
    {
        Description =
            $"{Format}: levels from the top of the book on, 1 to {OrderBookFile.LevelsMax}",
        DefaultValueFactory = _ => OrderBookFile.LevelsMax,
    };

    private static readonly Option<string> Every = new("--every")
    {
        Description = $"{Format}: one state each 100ms, 1s, 1m ... , or {AllStates}",
        DefaultValueFactory = _ => AllStates,
    };

    private static readonly Option<DateOnly?> Date = new("--date")
    {
        Description =
            $"{Format}: what the file's first day becomes, such as 2026-11-20; times of the day stay",
        CustomParser = ParseDate,
    };

    public static IReadOnlyList<Option> Options { get; } = [Broker, Levels, Every, Date];

    public static ImportSourceFile Source(ParseResult result, string path, string? symbol)
    {
        var levels = result.GetRequiredValue(Levels);
        if (levels is < 1 or > OrderBookFile.LevelsMax)
            throw new LaunchFailure(
                $"--levels {levels}: allowed are 1 to {OrderBookFile.LevelsMax}, as column level of the table is a UInt8"
            );
        return new ImportSourceFile(path, TransferFormat.Csv)
        {
            Turned = new BookLines
            {
                Symbol = symbol,
                Broker = result.GetRequiredValue(Broker),
                Levels = levels,
                EveryMs = Interval(result.GetRequiredValue(Every)),
                Date = result.GetValue(Date),
            },
        };
    }

    /// <summary>An option that the format knows nothing of would be passed over in silence.</summary>
    public static void CheckUnused(ParseResult result)
    {
        foreach (var option in Options)
        {
            if (result.GetResult(option) is { Implicit: false })
                throw new LaunchFailure($"{option.Name} goes with --format {Format} only");
        }
    }

    /// <summary>Says when the table will not keep the rows: an old book would be gone at the next merge.</summary>
    public static async Task WarnAsync(
        SuiteConnection suite,
        string table,
        ImportSourceFile source,
        BookLines book,
        CancellationToken cancellation
    )
    {
        await using var lines = source.OpenLines();
        if (book.Begin(lines) is not { } begin)
            return;
        var ttl = await TtlAsync(suite, table, cancellation);
        if (Retention.EndOf(ttl, begin) is not { } end || end > DateTimeOffset.UtcNow)
            return;
        Terminal.Warning(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{table} keeps rows until {ttl} (its TTL); the file begins at {begin:yyyy-MM-dd HH:mm:ss}, so its rows are due for removal at the table's next merge. To keep them give --date {DateTimeOffset.UtcNow:yyyy-MM-dd}, which puts the file's first day there, or a longer ttl to {table} in its definition (docs/schema.md)"
            )
        );
    }

    private static async Task<string> TtlAsync(
        SuiteConnection suite,
        string table,
        CancellationToken cancellation
    )
    {
        try
        {
            var described = await suite.Ticks.DescribeTableAsync(
                new DescribeTableRequest { Table = table },
                suite.Headers,
                cancellationToken: cancellation
            );
            return described.Ttl;
        }
        catch (RpcException)
        {
            // The import itself tells what is wrong, or waits until it has passed.
            return "";
        }
    }

    private static long Interval(string text)
    {
        if (text == AllStates)
            return 1;
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var unitMs = text[digits..] switch
        {
            "ms" => 1L,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            _ => 0,
        };
        return
            unitMs > 0
            && int.TryParse(text[..digits], CultureInfo.InvariantCulture, out var count)
            && count > 0
            ? count * unitMs
            : throw new LaunchFailure(
                $"--every '{text}': {AllStates}, or a whole number of ms, s, m or h, such as 1s"
            );
    }

    private static DateOnly? ParseDate(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (
            DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date)
            && date.Year is >= 1970 and <= YearMax
        )
            return date;
        result.AddError(
            $"--date '{text}': a day such as 2026-11-20, from 1970 to {YearMax}, is needed"
        );
        return null;
    }
}
