using System.Text;

namespace Platform.ClickHouseHost.Sql;

/// <summary>Writes names and values so that they stay names and values wherever they came from.</summary>
internal static class SqlText
{
    public static string Identifier(string name) => Quote(name, '`');

    public static string Literal(string value) => Quote(value, '\'');

    /// <summary>Whether a text is a plain word: a letter or underscore, then letters, digits and underscores.</summary>
    public static bool IsWord(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= 128
        && !char.IsAsciiDigit(text[0])
        && !text.ContainsAnyExcept(WordCharacters);

    private static readonly System.Buffers.SearchValues<char> WordCharacters =
        System.Buffers.SearchValues.Create(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
        );

    private static string Quote(string text, char quote)
    {
        var quoted = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var character in text)
        {
            if (character == quote || character == '\\')
            {
                quoted.Append('\\');
            }

            quoted.Append(character);
        }

        return quoted.Append(quote).ToString();
    }
}
