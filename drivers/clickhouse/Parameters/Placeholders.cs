namespace Platform.ClickHouse.Parameters;

/// <summary>Finds the {name:Type} of a query, and leaves alone what stands in strings, quoted names and comments.</summary>
internal static class Placeholders
{
    public readonly record struct Placeholder(string Name, string Type);

    public static List<Placeholder> Find(string sql)
    {
        var found = new List<Placeholder>();
        for (var at = 0; at < sql.Length; at++)
        {
            switch (sql[at])
            {
                case '\'' or '"' or '`':
                    at = EndOfQuoted(sql, at);
                    break;
                case '-' when At(sql, at + 1) == '-':
                    at = EndOf(sql, "\n", at);
                    break;
                case '/' when At(sql, at + 1) == '*':
                    at = EndOf(sql, "*/", at + 2);
                    break;
                case '{':
                    at = Take(sql, at, found);
                    break;
            }
        }
        return found;
    }

    // A brace that isn't followed by name, colon, type and a closing brace is left to the server to judge.
    private static int Take(string sql, int open, List<Placeholder> found)
    {
        var close = sql.IndexOf('}', open);
        var colon = close < 0 ? -1 : sql.IndexOf(':', open, close - open);
        if (colon < 0)
        {
            return open;
        }
        var name = sql[(open + 1)..colon].Trim();
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return open;
            }
        }
        if (name.Length > 0)
        {
            found.Add(new(name, sql[(colon + 1)..close].Trim()));
        }
        return close;
    }

    private static int EndOfQuoted(string sql, int open)
    {
        for (var at = open + 1; at < sql.Length; at++)
        {
            if (sql[at] == '\\')
            {
                at++;
            }
            else if (sql[at] == sql[open])
            {
                return at;
            }
        }
        return sql.Length;
    }

    private static int EndOf(string sql, string mark, int from)
    {
        var end = sql.IndexOf(mark, Math.Min(from, sql.Length), StringComparison.Ordinal);
        return end < 0 ? sql.Length : end + mark.Length - 1;
    }

    private static char At(string sql, int index) => index < sql.Length ? sql[index] : '\0';
}
