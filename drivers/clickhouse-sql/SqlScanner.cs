using System.Buffers;
using System.Text;

namespace Platform.ClickHouse.Sql;

public enum SqlToken
{
    End,
    Word,

    /// <summary>A name in backticks or double quotes.</summary>
    QuotedName,

    /// <summary>A string, number or heredoc.</summary>
    Value,
    Symbol,
}

/// <summary>
/// Walks the tokens of a ClickHouse statement, past comments, without understanding it. Enough to tell where inserted
/// data begins and which clauses are there; what it means is the engine's parser's to say. It must cut tokens where the
/// engine's lexer does: a quote or a comment that only one of them sees would hide a clause from the other.
/// </summary>
public ref struct SqlScanner(ReadOnlySpan<byte> text)
{
    private static readonly SearchValues<byte> WordBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$"u8
    );

    // ‘a string’ and “a name”, as word processors write them.
    private static ReadOnlySpan<byte> OpenQuote => "\u2018"u8;
    private static ReadOnlySpan<byte> CloseQuote => "\u2019"u8;
    private static ReadOnlySpan<byte> OpenDoubleQuote => "\u201C"u8;
    private static ReadOnlySpan<byte> CloseDoubleQuote => "\u201D"u8;

    private readonly ReadOnlySpan<byte> text = text;
    private int position;

    /// <summary>Where the current token begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where the current token ends.</summary>
    public readonly int Position => position;

    /// <summary>How many parentheses, brackets and braces are open around the current token.</summary>
    public int Depth { get; private set; }

    public readonly ReadOnlySpan<byte> Current => text[Start..position];

    /// <summary>Whether the current token is a given word, in any case.</summary>
    public readonly bool Is(string word) => Ascii.EqualsIgnoreCase(Current, word);

    public readonly bool IsSymbol(char symbol) =>
        position == Start + 1 && text[Start] == (byte)symbol;

    public SqlToken Next()
    {
        SkipBlank();
        Start = position;
        if (position >= text.Length)
        {
            return SqlToken.End;
        }

        var first = text[position];
        switch (first)
        {
            case (byte)'\'':
                position = QuotedEnd(first);
                return SqlToken.Value;
            case (byte)'`' or (byte)'"':
                position = QuotedEnd(first);
                return SqlToken.QuotedName;
            case 0xE2 when text[position..].StartsWith(OpenQuote):
                position = TypographicEnd(CloseQuote);
                return SqlToken.Value;
            case 0xE2 when text[position..].StartsWith(OpenDoubleQuote):
                position = TypographicEnd(CloseDoubleQuote);
                return SqlToken.QuotedName;
            case (byte)'$' when TryTakeHeredoc():
                return SqlToken.Value;
            case (byte)'(' or (byte)'[' or (byte)'{':
                position++;
                Depth++;
                return SqlToken.Symbol;
            case (byte)')' or (byte)']' or (byte)'}':
                position++;
                Depth--;
                return SqlToken.Symbol;
        }

        if (!WordBytes.Contains(first))
        {
            Rune.DecodeFromUtf8(text[position..], out _, out var length);
            position += Math.Max(length, 1);
            return SqlToken.Symbol;
        }

        // A number ends before a dollar sign, which may begin a heredoc; a word goes on.
        var isNumber = char.IsAsciiDigit((char)first);
        while (
            position < text.Length
            && WordBytes.Contains(text[position])
            && !(isNumber && text[position] == (byte)'$')
        )
        {
            position++;
        }

        return isNumber ? SqlToken.Value : SqlToken.Word;
    }

    /// <summary>The current quoted name without its quotes and escapes.</summary>
    public readonly string UnquotedName()
    {
        if (Current.StartsWith(OpenDoubleQuote))
        {
            // Nothing is escaped in these.
            return Encoding.UTF8.GetString(Current[3..]).TrimEnd('\u201D');
        }

        var inner = Current.Length >= 2 ? Current[1..^1] : [];
        var name = new StringBuilder(inner.Length);
        var plain = Encoding.UTF8.GetString(inner);
        for (var index = 0; index < plain.Length; index++)
        {
            // A backslash or a doubled quote stands for the character after it.
            var escapes = plain[index] == '\\' || plain[index] == (char)text[Start];
            index += escapes && index + 1 < plain.Length ? 1 : 0;
            name.Append(plain[index]);
        }

        return name.ToString();
    }

    private void SkipBlank()
    {
        while (position < text.Length)
        {
            var rest = text[position..];
            if (rest[0] <= 0x20)
            {
                position++;
            }
            else if (
                rest.StartsWith("--"u8)
                || rest.StartsWith("//"u8)
                || rest.StartsWith("#!"u8)
                || rest.StartsWith("# "u8)
            )
            {
                var end = rest.IndexOf((byte)'\n');
                position = end < 0 ? text.Length : position + end + 1;
            }
            else if (rest.StartsWith("/*"u8))
            {
                position = CommentEnd();
            }
            else if (rest[0] >= 0x80 && BlankLength(rest) is > 0 and var length)
            {
                position += length;
            }
            else
            {
                return;
            }
        }
    }

    // Comments nest.
    private readonly int CommentEnd()
    {
        var depth = 1;
        var index = position + 2;
        for (; index + 2 <= text.Length && depth > 0; index++)
        {
            var isOpening = text[index] == (byte)'/' && text[index + 1] == (byte)'*';
            var isClosing = text[index] == (byte)'*' && text[index + 1] == (byte)'/';
            depth +=
                isOpening ? 1
                : isClosing ? -1
                : 0;
            index += isOpening || isClosing ? 1 : 0;
        }

        return depth > 0 ? text.Length : index;
    }

    // What the engine skips as a blank beyond ASCII, visible or not.
    private static int BlankLength(ReadOnlySpan<byte> rest) =>
        Rune.DecodeFromUtf8(rest, out var rune, out var length) == OperationStatus.Done
        && rune.Value
            is 0x85
                or 0xA0
                or 0x1680
                or 0x180E
                or (>= 0x2000 and <= 0x200D)
                or 0x2028
                or 0x2029
                or 0x202F
                or 0x205F
                or 0x2060
                or 0x3000
                or 0xFEFF
            ? length
            : 0;

    private readonly int TypographicEnd(ReadOnlySpan<byte> close)
    {
        var end = text[(position + 3)..].IndexOf(close);
        return end < 0 ? text.Length : position + 3 + end + close.Length;
    }

    private readonly int QuotedEnd(byte quote)
    {
        for (var index = position + 1; index < text.Length; index++)
        {
            if (text[index] == (byte)'\\')
            {
                index++;
            }
            else if (text[index] == quote)
            {
                if (index + 1 >= text.Length || text[index + 1] != quote)
                {
                    return index + 1;
                }

                index++;
            }
        }

        return text.Length;
    }

    // $tag$ anything $tag$
    private bool TryTakeHeredoc()
    {
        var rest = text[position..];
        var tagEnd = rest[1..].IndexOf((byte)'$');
        if (tagEnd < 0 || rest.Slice(1, tagEnd).ContainsAnyExcept(WordBytes))
        {
            return false;
        }

        var tag = rest[..(tagEnd + 2)];
        var close = rest[tag.Length..].IndexOf(tag);
        if (close < 0)
        {
            return false;
        }

        position += tag.Length + close + tag.Length;
        return true;
    }
}
