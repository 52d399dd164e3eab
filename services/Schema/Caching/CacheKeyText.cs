using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Platform.Schema.Caching;

/// <summary>
/// A value as a part of a key: what separates parts, what SCAN reads as a wildcard, spaces and controls are
/// written %XX; everything else stays as it is, so that keys stay readable.
/// </summary>
internal static class CacheKeyText
{
    private const string Special = ":%*?[]{}\\^ ";

    public static string Encode(string value)
    {
        if (!value.Any(IsSpecial))
        {
            return value;
        }
        var text = new StringBuilder(value.Length + 8);
        foreach (var c in value)
        {
            if (IsSpecial(c))
            {
                text.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
            }
            else
            {
                text.Append(c);
            }
        }
        return text.ToString();
    }

    public static bool TryDecode(string part, [NotNullWhen(true)] out string? value)
    {
        value = null;
        if (part.Length == 0)
        {
            return false;
        }
        var text = new StringBuilder(part.Length);
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i] != '%')
            {
                if (IsSpecial(part[i]))
                {
                    return false;
                }
                text.Append(part[i]);
                continue;
            }
            if (
                i + 2 >= part.Length
                || !byte.TryParse(
                    part.AsSpan(i + 1, 2),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out var code
                )
                // One way to write each value, so that one value is one key.
                || !IsSpecial((char)code)
                || part.AsSpan(i + 1, 2).ContainsAnyInRange('a', 'f')
            )
            {
                return false;
            }
            text.Append((char)code);
            i += 2;
        }
        value = text.ToString();
        return true;
    }

    public static string EscapeGlob(string text) =>
        string.Concat(
            text.Select(c => "*?[]\\^".Contains(c, StringComparison.Ordinal) ? $"\\{c}" : $"{c}")
        );

    // The controls of Latin-1 too: each has a code of two digits.
    private static bool IsSpecial(char c) =>
        c is < ' ' or (>= '\u007f' and <= '\u009f')
        || Special.Contains(c, StringComparison.Ordinal);
}
