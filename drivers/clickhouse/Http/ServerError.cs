using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Platform.ClickHouse.Http;

/// <summary>
/// ClickHouse's words for an error: "Code: 62. DB::Exception: Syntax error … (SYNTAX_ERROR) (version 26.7.3)", before version 21
/// "Code: 62, e.displayText() = DB::Exception: Syntax error …, e.what() = DB::Exception".
/// </summary>
internal static partial class ServerError
{
    // Errors that pass by themselves: load, restarts, replicas catching up. From ClickHouse's ErrorCodes.cpp.
    private static readonly FrozenDictionary<int, string> Transient = new Dictionary<int, string>
    {
        [202] = "TOO_MANY_SIMULTANEOUS_QUERIES",
        [203] = "NO_FREE_CONNECTION",
        [209] = "SOCKET_TIMEOUT",
        [210] = "NETWORK_ERROR",
        // The engine inside a host names queries itself, and one that was told to stop may not be gone yet.
        [216] = "QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING",
        [225] = "NO_ZOOKEEPER",
        [236] = "ABORTED",
        [241] = "MEMORY_LIMIT_EXCEEDED",
        [242] = "TABLE_IS_READ_ONLY",
        [252] = "TOO_MANY_PARTS",
        [279] = "ALL_CONNECTION_TRIES_FAILED",
        [285] = "TOO_FEW_LIVE_REPLICAS",
        [286] = "UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE",
        [319] = "UNKNOWN_STATUS_OF_INSERT",
        [364] = "IP_ADDRESS_NOT_ALLOWED",
        [425] = "SYSTEM_ERROR",
        [439] = "CANNOT_SCHEDULE_TASK",
        [473] = "DEADLOCK_AVOIDED",
        [745] = "SERVER_OVERLOADED",
        [999] = "KEEPER_EXCEPTION",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<int, string> Lasting = new Dictionary<int, string>
    {
        [16] = "NO_SUCH_COLUMN_IN_TABLE",
        [46] = "UNKNOWN_FUNCTION",
        [47] = "UNKNOWN_IDENTIFIER",
        [53] = "TYPE_MISMATCH",
        [57] = "TABLE_ALREADY_EXISTS",
        [60] = "UNKNOWN_TABLE",
        [62] = "SYNTAX_ERROR",
        [81] = "UNKNOWN_DATABASE",
        [115] = "UNKNOWN_SETTING",
        [159] = "TIMEOUT_EXCEEDED",
        [164] = "READONLY",
        [192] = "UNKNOWN_USER",
        [193] = "WRONG_PASSWORD",
        [194] = "REQUIRED_PASSWORD",
        [394] = "QUERY_WAS_CANCELLED",
        [395] = "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO",
        [497] = "ACCESS_DENIED",
        [516] = "AUTHENTICATION_FAILED",
    }.ToFrozenDictionary();

    /// <summary>An answer with an error status, or one whose head names an exception.</summary>
    public static ClickHouseException FromAnswer(
        HttpStatusCode status,
        int headerCode,
        string body,
        string queryId,
        Uri endpoint
    )
    {
        var code = headerCode != 0 ? headerCode : CodeOf(body);
        if (code != 0)
        {
            return FromText(code, body, queryId, endpoint);
        }
        var transient =
            status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
            || (int)status >= 500;
        var text = string.IsNullOrWhiteSpace(body) ? "" : ": " + TypeText.Shorten(body.Trim());
        return new($"{endpoint} answered {(int)status} without a ClickHouse error{text}")
        {
            Name = ClientErrors.HttpStatus,
            IsTransient = transient,
            IsEndpointFault = transient,
            SurelyNotExecuted = status is HttpStatusCode.TooManyRequests,
            QueryId = queryId,
            Endpoint = endpoint,
        };
    }

    public static ClickHouseException FromText(int code, string text, string queryId, Uri endpoint)
    {
        var transient = Transient.TryGetValue(code, out var known);
        return new(Message(text, code))
        {
            Code = code,
            Name = NameAtEnd().Match(text) is { Success: true } match
                ? match.Groups[1].Value
                : known ?? Lasting.GetValueOrDefault(code, $"CODE_{code}"),
            IsTransient = transient,
            IsEndpointFault = code is 236 or 425 or 439,
            SurelyNotExecuted = code is 202 or 203 or 216 or 745,
            QueryId = queryId,
            Endpoint = endpoint,
        };
    }

    /// <summary>The number after "Code: ", or 0.</summary>
    public static int CodeOf(string text) =>
        CodeAtStart().Match(text) is { Success: true } match
        && int.TryParse(
            match.Groups[1].Value,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var code
        )
            ? code
            : 0;

    private static string Message(string text, int code)
    {
        var message = text.Trim();
        return message.Length == 0 ? $"ClickHouse error {code}, without a text." : message;
    }

    [GeneratedRegex(@"Code: (\d{1,9})[.,] ", RegexOptions.None, 1000)]
    private static partial Regex CodeAtStart();

    [GeneratedRegex(
        @"\(([A-Z][A-Z0-9_]{2,})\)(?:\s*\(version [^)]*\)*)?[\s.]*$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex NameAtEnd();
}
