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
/// data begins and which clauses are there; what it means is the engine's parser's to say.
/// </summary>
public ref struct SqlScanner(ReadOnlySpan<byte> text)
{
    private static readonly SearchValues<byte> WordBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$"u8
    );

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

        if (!IsWordByte(first))
        {
            position++;
            return SqlToken.Symbol;
        }

        while (position < text.Length && IsWordByte(text[position]))
        {
            position++;
        }

        return char.IsAsciiDigit((char)first) ? SqlToken.Value : SqlToken.Word;
    }

    /// <summary>The current quoted name without its quotes and escapes.</summary>
    public readonly string UnquotedName()
    {
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

    private static bool IsWordByte(byte value) => value >= 0x80 || WordBytes.Contains(value);

    private void SkipBlank()
    {
        while (position < text.Length)
        {
            var rest = text[position..];
            if (rest[0] <= 0x20)
            {
                position++;
            }
            else if (rest.StartsWith("--"u8) || rest.StartsWith("#!"u8) || rest.StartsWith("# "u8))
            {
                var end = rest.IndexOf((byte)'\n');
                position = end < 0 ? text.Length : position + end + 1;
            }
            else if (rest.StartsWith("/*"u8))
            {
                var end = rest[2..].IndexOf("*/"u8);
                position = end < 0 ? text.Length : position + end + 4;
            }
            else
            {
                return;
            }
        }
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
