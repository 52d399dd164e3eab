using System.Diagnostics.CodeAnalysis;

namespace Platform.ClickHouse;

/// <summary>Tells Tuple(bid Float64) from Tuple(Float64): a name is there when a second word follows.</summary>
internal static class TupleElements
{
    public static bool TryTakeName(ref TypeText text, [NotNullWhen(true)] out string? name)
    {
        text.SkipSpace();
        if (text.Peek == '`')
        {
            name = text.TakeQuoted('`');
            return true;
        }
        var ahead = text;
        name = ahead.TakeName();
        ahead.SkipSpace();
        if (!char.IsAsciiLetter(ahead.Peek) && ahead.Peek != '_')
        {
            name = null;
            return false;
        }
        text = ahead;
        return true;
    }
}
