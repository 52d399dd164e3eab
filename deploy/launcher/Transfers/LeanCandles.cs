using System.Globalization;
using System.Text;

namespace Platform.Launcher.Transfers;

/// <summary>
/// LEAN's candles, "yyyyMMdd HH:mm,open,high,low,close,volume" with prices of 1/10,000, as rows of
/// market_data.
/// </summary>
internal sealed record LeanCandles(string Symbol, string Timeframe, TimeZoneInfo Zone) : ICsvSource
{
    private const decimal PriceScale = 10_000;
    private const int Fields = 6;

    public string Description => $"lean-candles {Symbol} {Timeframe} {Zone.Id}";

    public System.IO.Stream ToCsv(System.IO.Stream lines)
    {
        var csv = new StringBuilder(
            "timestamp,symbol,timeframe,open,high,low,close,volume,data_source\n"
        );
        using var reader = new StreamReader(lines);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length > 0)
                Append(csv, line, number);
        }
        return new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString()));
    }

    private void Append(StringBuilder csv, string line, int number)
    {
        var fields = line.Split(',');
        if (
            fields.Length != Fields
            || !DateTime.TryParseExact(
                fields[0],
                "yyyyMMdd HH:mm",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var local
            )
        )
            throw Wrong(line, number);
        if (Zone.IsInvalidTime(local))
            throw new LaunchFailure(
                $"line {number}: {fields[0]} was left out by the clocks of {Zone.Id}, so it is no time there: is --timezone right?"
            );
        var time = TimeZoneInfo.ConvertTimeToUtc(local, Zone);
        csv.Append(time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture))
            .Append(",\"")
            .Append(Symbol.Replace("\"", "\"\"", StringComparison.Ordinal))
            .Append("\",")
            .Append(Timeframe);
        foreach (var price in fields.AsSpan(1, 4))
        {
            if (
                !decimal.TryParse(
                    price,
                    NumberStyles.Number,
                    CultureInfo.InvariantCulture,
                    out var scaled
                )
            )
                throw Wrong(line, number);
            csv.Append(',').Append((scaled / PriceScale).ToString(CultureInfo.InvariantCulture));
        }
        if (
            !decimal.TryParse(
                fields[5],
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var volume
            )
        )
            throw Wrong(line, number);
        csv.Append(',')
            .Append(decimal.Truncate(volume).ToString(CultureInfo.InvariantCulture))
            .Append(",LEAN\n");
    }

    private static LaunchFailure Wrong(string line, int number) =>
        new($"line {number} is no candle ('yyyyMMdd HH:mm,open,high,low,close,volume'): {line}");
}
