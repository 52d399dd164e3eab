using System.Globalization;
using System.Text;

namespace Platform.ClickHouse.Http;

/// <summary>
/// Finds the exception a server appends to a result it had begun with status 200. Since 25.11 it is framed:
/// CRLF __exception__ CRLF tag CRLF message LF length SP tag CRLF __exception__ CRLF; before, it is the bare text.
/// </summary>
internal static class LateError
{
    private static ReadOnlySpan<byte> Mark => "__exception__\r\n"u8;

    private static ReadOnlySpan<byte> Code => "Code: "u8;

    /// <summary>Bytes at a block's start that tell a framed or bare exception from a block.</summary>
    public const int HeadBytes = 24;

    /// <summary>
    /// Whether what stands where a block should begin is an exception. Read as a block these bytes would be 13 columns and 10 rows, or 67 columns and
    /// 111 rows, with a first column of just that name.
    /// </summary>
    public static bool StartsAt(ReadOnlySpan<byte> head) =>
        head.StartsWith("\r\n__exception__\r\n"u8)
        || head.StartsWith("__exception__\r\n"u8)
        || (
            head.StartsWith(Code)
            && head.Length > Code.Length
            && char.IsAsciiDigit((char)head[Code.Length])
        );

    /// <summary>The exception in the last bytes of a result; null when there is none.</summary>
    public static ClickHouseException? Find(
        ReadOnlySpan<byte> tail,
        string? tag,
        string queryId,
        Uri endpoint
    )
    {
        var text = Framed(tail, tag) ?? Bare(tail);
        return text is null
            ? null
            : ServerError.FromText(ServerError.CodeOf(text), text, queryId, endpoint);
    }

    private static string? Framed(ReadOnlySpan<byte> tail, string? tag)
    {
        var opening = tail.IndexOf(Mark);
        if (opening < 0)
        {
            return null;
        }
        var rest = Encoding.UTF8.GetString(tail[(opening + Mark.Length)..]);
        var lineEnd = rest.IndexOf('\n', StringComparison.Ordinal);
        if (lineEnd < 0)
        {
            return null;
        }
        var found = rest[..lineEnd].Trim();
        if (tag is not null && found != tag)
        {
            return null;
        }
        var message = rest[(lineEnd + 1)..];
        var closing = message.LastIndexOf(" " + found, StringComparison.Ordinal);
        if (closing < 0)
        {
            return message.Trim();
        }
        // The line before the closing mark holds the message's length.
        var length = closing;
        while (length > 0 && char.IsAsciiDigit(message[length - 1]))
        {
            length--;
        }
        return message[..length].Trim();
    }

    private static string? Bare(ReadOnlySpan<byte> tail)
    {
        var text = Encoding.UTF8.GetString(tail);
        for (var at = text.LastIndexOf("Code: ", StringComparison.Ordinal); at >= 0; )
        {
            var candidate = text[at..];
            if (
                ServerError.CodeOf(candidate) != 0
                && candidate.Contains("DB::Exception", StringComparison.Ordinal)
            )
            {
                return candidate.Trim('\0', '\r', '\n', ' ');
            }
            at = at == 0 ? -1 : text.LastIndexOf("Code: ", at - 1, StringComparison.Ordinal);
        }
        return null;
    }
}
