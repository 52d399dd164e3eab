using System.Buffers;
using System.Globalization;

namespace Platform.ClickHouseHost.Engine;

/// <summary>
/// Reads the engine's error text. The embedded engine wraps one error up to three times on its way out
/// ("Code: 73. DB::Exception: Code: 73. DB::Exception: … (UNKNOWN_FORMAT) (version …). (UNKNOWN_FORMAT)"); a server
/// sends it once, and so do we.
/// </summary>
internal static class ErrorText
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
    );

    private const string Prefix = "Code: ";
    private const string Separator = ". DB::Exception: ";

    public static EngineException Parse(string text)
    {
        var body = text.AsSpan().Trim();
        if (body.StartsWith("Error: ", StringComparison.Ordinal))
        {
            body = body["Error: ".Length..];
        }

        var code = 0;
        while (TryTakePrefix(ref body, out var found))
        {
            code = code == 0 ? found : code;
        }

        if (code == 0)
        {
            return new EngineException(ErrorCode.LogicalError, "LOGICAL_ERROR", body.ToString());
        }

        var name = string.Empty;
        while (TryTakeSuffix(ref body, ref name)) { }

        return new EngineException(
            code,
            name.Length == 0 ? "UNKNOWN_EXCEPTION" : name,
            body.ToString()
        );
    }

    private static bool TryTakePrefix(ref ReadOnlySpan<char> body, out int code)
    {
        code = 0;
        var separator = body.IndexOf(Separator, StringComparison.Ordinal);
        if (!body.StartsWith(Prefix, StringComparison.Ordinal) || separator < 0)
        {
            return false;
        }

        var digits = body[Prefix.Length..separator];
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out code))
        {
            return false;
        }

        body = body[(separator + Separator.Length)..];
        return true;
    }

    private static bool TryTakeSuffix(ref ReadOnlySpan<char> body, ref string name)
    {
        var trimmed = body.TrimEnd();
        var end = trimmed.EndsWith(").", StringComparison.Ordinal) ? trimmed[..^1] : trimmed;
        var version = end.LastIndexOf(" (version ", StringComparison.Ordinal);
        if (version >= 0 && end.EndsWith(')') && !end[version..].Contains('\n'))
        {
            body = end[..version];
            return true;
        }

        var open = trimmed.LastIndexOf('(');
        if (open < 0 || !trimmed.EndsWith(')') || !IsName(trimmed[(open + 1)..^1]))
        {
            return false;
        }

        name = trimmed[(open + 1)..^1].ToString();
        body = trimmed[..open].TrimEnd();
        return true;
    }

    private static bool IsName(ReadOnlySpan<char> text) =>
        text.Length >= 3
        && !text.ContainsAnyExcept(NameCharacters)
        && char.IsAsciiLetterUpper(text[0]);
}
