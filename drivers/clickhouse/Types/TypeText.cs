using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Platform.ClickHouse;

/// <summary>A cursor over the text of a type: names, numbers, quoted strings and punctuation.</summary>
internal ref struct TypeText(string text)
{
    // An Enum16 can name 65,536 values; beyond that a "type" is garbage read as text.
    public const int LengthMax = 1 << 22;

    private readonly string _text = text;
    private int _at;

    public readonly bool AtEnd => _at >= _text.Length;

    public readonly char Peek => AtEnd ? '\0' : _text[_at];

    public void SkipSpace()
    {
        while (!AtEnd && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    public bool TryTake(char c)
    {
        SkipSpace();
        if (Peek != c)
        {
            return false;
        }
        _at++;
        return true;
    }

    public void Take(char c)
    {
        if (!TryTake(c))
        {
            Fail($"'{c}' expected");
        }
    }

    public string TakeName()
    {
        SkipSpace();
        var start = _at;
        while (!AtEnd && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_'))
        {
            _at++;
        }
        if (start == _at)
        {
            Fail("a name expected");
        }
        return _text[start.._at];
    }

    public int TakeInteger(int min, int max, string what)
    {
        SkipSpace();
        var start = _at;
        if (Peek == '-')
        {
            _at++;
        }
        while (!AtEnd && char.IsAsciiDigit(_text[_at]))
        {
            _at++;
        }
        var digits = _text.AsSpan(start, _at - start);
        if (
            !int.TryParse(
                digits,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var value
            )
        )
        {
            Fail($"{what} expected, a whole number {min} to {max}");
        }
        if (value < min || value > max)
        {
            Fail($"{what} is {value}, allowed {min} to {max}");
        }
        return value;
    }

    /// <summary>A string in quotes ('…' or `…`), with backslash escapes and doubled quotes undone.</summary>
    public string TakeQuoted(char quote)
    {
        Take(quote);
        var value = new StringBuilder();
        while (!AtEnd)
        {
            var c = _text[_at++];
            if (c == quote)
            {
                if (Peek != quote)
                {
                    return value.ToString();
                }
                _at++;
            }
            else if (c == '\\' && !AtEnd)
            {
                c = Unescape(_text[_at++]);
            }
            value.Append(c);
        }
        Fail("the closing quote is missing");
        return "";
    }

    [DoesNotReturn]
    public readonly void Fail(string why) =>
        throw new ColumnTypeException(
            $"'{Shorten(_text)}' isn't a ClickHouse type: {why} at character {_at + 1}."
        );

    public static string Shorten(string text) => text.Length <= 200 ? text : text[..200] + "…";

    private static char Unescape(char c) =>
        c switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\b',
            'f' => '\f',
            '0' => '\0',
            _ => c,
        };
}
