using System.Globalization;

namespace Platform.Launcher.Replay;

/// <summary>What to replay, as the command line says it.</summary>
internal sealed record ReplayRequest
{
    public required string File { get; init; }

    public required string Symbol { get; init; }

    public required string Format { get; init; }

    /// <summary>The file's day in its own time zone; csv with whole times needs none.</summary>
    public DateOnly? Date { get; init; }

    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>What prices are divided by; null: the format's own.</summary>
    public decimal? PriceScale { get; init; }

    public ReplayPace Pace { get; init; }

    public string Broker { get; init; } = "";

    /// <summary>All that changes what is written, for the request ids.</summary>
    public string Fingerprint =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Symbol}|{Format}|{Date:yyyy-MM-dd}|{Zone.Id}|{PriceScale}|{Pace.WindowUs}|{Broker}"
        );

    public IQuoteFormat CreateFormat() =>
        Format switch
        {
            QuotesMsFormat.Name => new QuotesMsFormat(MidnightUs(), PriceScale ?? 1),
            LeanQuotesFormat.Name => new LeanQuotesFormat(
                MidnightUs(),
                PriceScale ?? LeanQuotesFormat.UsualScale
            ),
            CsvFormat.Name => new CsvFormat(Date is null ? 0 : MidnightUs(), PriceScale ?? 1),
            _ => throw new LaunchFailure(
                $"--format '{Format}': allowed are {QuotesMsFormat.Name}, {LeanQuotesFormat.Name}, {CsvFormat.Name}"
            ),
        };

    private long MidnightUs()
    {
        var date =
            Date ?? throw new LaunchFailure($"--format {Format} needs --date, such as 2014-05-08");
        var midnight = TimeZoneInfo.ConvertTimeToUtc(date.ToDateTime(TimeOnly.MinValue), Zone);
        return (midnight.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    }
}
