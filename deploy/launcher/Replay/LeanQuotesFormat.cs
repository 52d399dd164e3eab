namespace Platform.Launcher.Replay;

/// <summary>
/// Lean's equity quotes: ms, bid, bid size, ask, ask size, venue, condition, suspicious; prices × 10000.
/// A row states one side and has 0 on the other: the other side is the last one stated before it.
/// Rows before both sides were seen once are left out and counted.
/// </summary>
internal sealed class LeanQuotesFormat(long midnightUs, decimal scale) : IQuoteFormat
{
    public const string Name = "lean-quotes";
    public const decimal UsualScale = 10_000;
    private const int FieldCount = 8;
    private double _bid;
    private double _ask;

    public bool TryParse(ReadOnlySpan<char> line, out Quote quote)
    {
        if (Fields.Count(line) != FieldCount)
        {
            throw new FormatException(
                $"{Name} has {FieldCount} fields (ms,bid,bid size,ask,ask size,venue,condition,suspicious), this line has {Fields.Count(line)}"
            );
        }
        var fields = new Fields(line);
        var time = midnightUs + fields.Milliseconds();
        var bid = fields.Price("bid", scale);
        fields.Next();
        var ask = fields.Price("ask", scale);
        _bid = bid > 0 ? bid : _bid;
        _ask = ask > 0 ? ask : _ask;
        quote = new Quote(time, _bid, _ask);
        return _bid > 0 && _ask > 0;
    }
}
