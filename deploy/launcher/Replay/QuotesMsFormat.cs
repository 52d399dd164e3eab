namespace Platform.Launcher.Replay;

/// <summary>"ms,bid,ask": milliseconds since the day's midnight and two prices. No header.</summary>
internal sealed class QuotesMsFormat(long midnightUs, decimal scale) : IQuoteFormat
{
    public const string Name = "quotes-ms";
    private const int FieldCount = 3;

    public bool TryParse(ReadOnlySpan<char> line, out Quote quote)
    {
        if (Fields.Count(line) != FieldCount)
        {
            throw new FormatException(
                $"{Name} has {FieldCount} fields (ms,bid,ask), this line has {Fields.Count(line)}; "
                    + $"for 8-field quotes with sizes and venue use --format {LeanQuotesFormat.Name}"
            );
        }
        var fields = new Fields(line);
        quote = new Quote(
            midnightUs + fields.Milliseconds(),
            fields.Price("bid", scale),
            fields.Price("ask", scale)
        );
        return true;
    }
}
