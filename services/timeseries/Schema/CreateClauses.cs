namespace Platform.Timeseries.Schema;

/// <summary>The list in the brackets of a CREATE TABLE taken apart: what the engine's tables of itself don't tell.</summary>
/// <param name="Constraints">Name to "CHECK …" or "ASSUME …".</param>
/// <param name="Ttls">Of columns that have one.</param>
internal sealed record CreateClauses(
    IReadOnlyDictionary<string, string> Constraints,
    IReadOnlyDictionary<string, string> Ttls
)
{
    private const string Constraint = "CONSTRAINT ";
    private const string Ttl = " TTL ";

    /// <param name="create">As the engine writes it: one line, keywords in capitals.</param>
    public static CreateClauses Parse(string create)
    {
        var constraints = new Dictionary<string, string>(StringComparer.Ordinal);
        var ttls = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var element in Elements(create))
        {
            if (element.StartsWith(Constraint, StringComparison.Ordinal))
            {
                var rest = element[Constraint.Length..];
                var end = NameEnd(rest);
                constraints[Name(rest[..end])] = rest[end..].Trim();
            }
            else if (
                SqlNormal.Blank(element).IndexOf(Ttl, StringComparison.Ordinal) is >= 0 and var at
            )
            {
                ttls[Name(element[..NameEnd(element)])] = element[(at + Ttl.Length)..].Trim();
            }
        }
        return new CreateClauses(constraints, ttls);
    }

    private static IEnumerable<string> Elements(string create)
    {
        var top = SqlNormal.Blank(create);
        var open = top.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            yield break;
        }
        var close = top.IndexOf(')', open);
        var list = create[(open + 1)..(close < 0 ? create.Length : close)];
        var bare = SqlNormal.Blank(list);
        var start = 0;
        for (var comma = 0; comma >= 0; start = comma + 1)
        {
            comma = bare.IndexOf(',', start);
            yield return list[start..(comma < 0 ? list.Length : comma)].Trim();
            if (comma < 0)
            {
                yield break;
            }
        }
    }

    private static int NameEnd(string text) =>
        text.StartsWith('`') ? SqlNormal.EndOfQuoted(text, 0)
        : text.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var blank ? blank
        : text.Length;

    private static string Name(string text) => text.Trim('`');
}
