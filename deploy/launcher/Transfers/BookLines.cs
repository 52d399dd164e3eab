using System.Globalization;
using System.Text;
using Platform.Launcher.Books;

namespace Platform.Launcher.Transfers;

/// <summary>Order books as Bybit publishes them, as rows of market_depth.</summary>
internal sealed record BookLines : ICsvSource
{
    private const int PieceChars = 64 * 1024;
    private const long DayMs = 86_400_000;

    /// <summary>What the rows are written under; null: what the file says.</summary>
    public string? Symbol { get; init; }

    public string Broker { get; init; } = "";

    public int Levels { get; init; } = OrderBookFile.LevelsMax;

    /// <summary>One state for each interval this long; 1: every state.</summary>
    public long EveryMs { get; init; } = 1;

    /// <summary>What the file's first day becomes; times of the day stay. Null: its own.</summary>
    public DateOnly? Date { get; init; }

    public string Description =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"orderbook {Symbol}|{Broker}|{Levels}|{EveryMs}|{Date:yyyy-MM-dd}"
        );

    public System.IO.Stream ToCsv(System.IO.Stream lines) => new PieceStream(Pieces(lines));

    /// <summary>When the first row is from, as it is written.</summary>
    public DateTimeOffset? Begin(System.IO.Stream lines)
    {
        using var reader = new StreamReader(lines);
        foreach (var change in Changes(reader))
            return Time(change.TimeMs + ShiftMs(change.TimeMs));
        return null;
    }

    private IEnumerable<byte[]> Pieces(System.IO.Stream lines)
    {
        using var reader = new StreamReader(lines);
        var csv = new StringBuilder(
            "timestamp,symbol,broker,level,bid_price,bid_volume,ask_price,ask_volume\n"
        );
        long? shift = null;
        foreach (var change in Changes(reader))
        {
            shift ??= ShiftMs(change.TimeMs);
            Append(csv, change, change.TimeMs + shift.Value);
            if (csv.Length >= PieceChars)
            {
                yield return Encoding.UTF8.GetBytes(csv.ToString());
                csv.Clear();
            }
        }
        yield return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private IEnumerable<BookChange> Changes(StreamReader reader)
    {
        using var changes = OrderBookFile.Read(reader, Levels, EveryMs).GetEnumerator();
        while (Next(changes))
            yield return changes.Current;
    }

    private static bool Next(IEnumerator<BookChange> changes)
    {
        try
        {
            return changes.MoveNext();
        }
        catch (InvalidDataException problem)
        {
            throw new LaunchFailure(problem.Message);
        }
    }

    private void Append(StringBuilder csv, BookChange change, long timeMs)
    {
        csv.Append(
                Time(timeMs).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            )
            .Append(',');
        AppendText(csv, Symbol ?? change.Symbol);
        AppendText(csv, Broker);
        csv.Append(
            CultureInfo.InvariantCulture,
            $"{change.Level},{change.State.BidPrice},{change.State.BidVolume},{change.State.AskPrice},{change.State.AskVolume}\n"
        );
    }

    private static void AppendText(StringBuilder csv, string text) =>
        csv.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append("\",");

    private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private long ShiftMs(long firstMs) =>
        Date is { } date
            ? (date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * DayMs
                - (firstMs / DayMs * DayMs)
            : 0;
}
