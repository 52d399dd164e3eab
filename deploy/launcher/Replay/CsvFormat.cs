using System.Globalization;

namespace Platform.Launcher.Replay;

/// <summary>
/// A header names the columns: time (ISO 8601, UTC unless it says otherwise), time_us, time_ms (since the
/// epoch) or ms (since midnight); bid; ask; and, if there, last and volume. Others are ignored.
/// </summary>
internal sealed class CsvFormat(long midnightUs, decimal scale) : IQuoteFormat
{
    public const string Name = "csv";
    private string[]? _columns;

    public bool TryParse(ReadOnlySpan<char> line, out Quote quote)
    {
        quote = default;
        if (_columns is null)
        {
            _columns = ReadHeader(line);
            return false;
        }
        if (Fields.Count(line) != _columns.Length)
        {
            throw new FormatException(
                $"the header names {_columns.Length} columns, this line has {Fields.Count(line)}"
            );
        }
        var fields = new Fields(line);
        foreach (var column in _columns)
        {
            quote = column switch
            {
                "bid" => quote with { Bid = fields.Price(column, scale) },
                "ask" => quote with { Ask = fields.Price(column, scale) },
                "last" => quote with { Last = fields.Price(column, scale) },
                "volume" => quote with { Volume = (ulong)fields.Price(column) },
                "ms" => quote with { TimeUs = midnightUs + fields.Milliseconds() },
                "time_ms" => quote with { TimeUs = fields.Milliseconds() },
                "time_us" => quote with { TimeUs = (long)fields.Price(column, 1) },
                "time" => quote with { TimeUs = Time(fields.Next()) },
                _ => Skip(ref fields, quote),
            };
        }
        return true;
    }

    private static string[] ReadHeader(ReadOnlySpan<char> line)
    {
        var columns = line.ToString()
            .Split(',')
            .Select(name => name.Trim(' ', '"').ToLowerInvariant())
            .ToArray();
        string[] times = ["time", "time_us", "time_ms", "ms"];
        if (!columns.Contains("bid") || !columns.Contains("ask") || !columns.Intersect(times).Any())
        {
            throw new FormatException(
                $"the first line must name the columns: bid, ask and one of {string.Join(", ", times)}; it is '{line}'"
            );
        }
        return columns;
    }

    private static long Time(ReadOnlySpan<char> field) =>
        DateTimeOffset.TryParse(
            field,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond
            : throw new FormatException(
                $"time is '{field}', not a time such as 2014-05-08T09:30:00.123Z"
            );

    private static Quote Skip(ref Fields fields, Quote quote)
    {
        fields.Next();
        return quote;
    }
}
