using System.Text;
using System.Text.RegularExpressions;

namespace Platform.Timeseries.Schema;

/// <summary>
/// Expressions, types and codecs in one way of writing them. The engine gives back what it was given in a
/// form of its own (backticks, blanks, toIntervalDay(7) for INTERVAL 7 DAY, Gorilla(8) for Gorilla).
/// </summary>
internal static partial class SqlNormal
{
    public static string Expression(string sql) =>
        WithoutBlanks(
            Interval()
                .Replace(
                    sql,
                    match =>
                        $"toInterval{char.ToUpperInvariant(match.Groups[2].Value[0])}{match.Groups[2].Value[1..].ToLowerInvariant()}({match.Groups[1].Value})"
                )
        );

    /// <summary>"CODEC(Gorilla(8), LZ4)" or "Gorilla, LZ4" becomes "Gorilla,LZ4".</summary>
    public static string Codec(string codec)
    {
        var inner =
            codec.StartsWith("CODEC(", StringComparison.Ordinal) && codec[^1] == ')'
                ? codec[6..^1]
                : codec;
        // The width of the type is the default of these.
        var plain = WidthCodec().Replace(WithoutBlanks(inner), "$1");
        return BareZstd().Replace(plain, "ZSTD(1)");
    }

    public static string WithoutBlanks(string sql)
    {
        var normal = new StringBuilder(sql.Length);
        for (var i = 0; i < sql.Length; i++)
        {
            var c = sql[i];
            if (c == '\'')
            {
                var end = EndOfQuoted(sql, i);
                normal.Append(sql, i, end - i);
                i = end - 1;
            }
            else if (char.IsWhiteSpace(c))
            {
                var next = i + 1;
                while (next < sql.Length && char.IsWhiteSpace(sql[next]))
                {
                    next++;
                }
                if (
                    normal.Length > 0
                    && IsWord(normal[^1])
                    && next < sql.Length
                    && (IsWord(sql[next]) || sql[next] == '`')
                )
                {
                    normal.Append(' ');
                }
                i = next - 1;
            }
            else if (c != '`')
            {
                normal.Append(c);
            }
        }
        return normal.ToString();
    }

    /// <summary>What commas part that stand in no brackets and no text.</summary>
    public static IEnumerable<string> Elements(string list)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i < list.Length; i++)
        {
            switch (list[i])
            {
                case '\'' or '`':
                    i = EndOfQuoted(list, i) - 1;
                    break;
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case ',' when depth == 0:
                    yield return list[start..i].Trim();
                    start = i + 1;
                    break;
            }
        }
        yield return list[start..].Trim();
    }

    /// <summary>The index after the closing quote.</summary>
    public static int EndOfQuoted(string sql, int start)
    {
        for (var i = start + 1; i < sql.Length; i++)
        {
            if (sql[i] == '\\')
            {
                i++;
            }
            else if (sql[i] == sql[start])
            {
                return i + 1;
            }
        }
        return sql.Length;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_';

    [GeneratedRegex(
        @"\bINTERVAL\s+(\d+)\s+(SECOND|MINUTE|HOUR|DAY|WEEK|MONTH|QUARTER|YEAR)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Interval();

    [GeneratedRegex(@"\b(Gorilla|Delta|DoubleDelta|FPC)\(\d+\)")]
    private static partial Regex WidthCodec();

    [GeneratedRegex(@"\bZSTD\b(?!\()")]
    private static partial Regex BareZstd();

    /// <summary>Same length, with texts and what stands in brackets blanked out, so that what is left is the statement's own.</summary>
    public static string Blank(string sql)
    {
        var bare = sql.ToCharArray();
        var depth = 0;
        for (var i = 0; i < bare.Length; i++)
        {
            if (bare[i] is '\'' or '`')
            {
                var end = EndOfQuoted(sql, i);
                Array.Fill(bare, ' ', i, end - i);
                i = end - 1;
                continue;
            }
            depth -= bare[i] == ')' ? 1 : 0;
            var isInside = depth > 0;
            depth += bare[i] == '(' ? 1 : 0;
            if (isInside)
            {
                bare[i] = ' ';
            }
        }
        return new string(bare);
    }
}
