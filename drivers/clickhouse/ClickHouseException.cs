namespace Platform.ClickHouse;

/// <summary>
/// A query or an insert failed. <see cref="Code"/> and <see cref="Name"/> are the server's (62, SYNTAX_ERROR); when the server had no say
/// the code is 0 and the name one of <see cref="ClientErrors"/>.
/// </summary>
public sealed class ClickHouseException : Exception
{
    public ClickHouseException() { }

    public ClickHouseException(string message)
        : base(message) { }

    public ClickHouseException(string message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>ClickHouse's number of the error; 0 when it comes from the driver.</summary>
    public int Code { get; init; }

    public string Name { get; init; } = ClientErrors.Unknown;

    /// <summary>The same request may succeed later. Whether repeating is safe is another matter: see the retry options.</summary>
    public bool IsTransient { get; init; }

    /// <summary>The id under which the server logs the query.</summary>
    public string? QueryId { get; init; }

    /// <summary>Who answered, or didn't.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The endpoint failed, not the query: counts towards putting it aside.</summary>
    internal bool IsEndpointFault { get; init; }

    /// <summary>Nothing of the request can have had an effect.</summary>
    internal bool SurelyNotExecuted { get; init; }
}

/// <summary>Names of errors that come from the driver rather than from the server.</summary>
public static class ClientErrors
{
    public const string Unknown = "UNKNOWN";

    /// <summary>No connection could be made.</summary>
    public const string Unreachable = "ENDPOINT_UNREACHABLE";

    /// <summary>All endpoints are put aside until they answer a probe.</summary>
    public const string NoneAvailable = "NO_ENDPOINT_AVAILABLE";

    /// <summary>No answer within the time allowed.</summary>
    public const string TimedOut = "TIMED_OUT";

    /// <summary>The connection broke before the answer was whole.</summary>
    public const string CutShort = "CUT_SHORT";

    /// <summary>All connections stayed in use for the time allowed to wait.</summary>
    public const string PoolExhausted = "POOL_EXHAUSTED";

    /// <summary>The answer isn't what the protocol says.</summary>
    public const string Malformed = "MALFORMED_ANSWER";

    /// <summary>An HTTP status without ClickHouse's error, from a proxy for instance.</summary>
    public const string HttpStatus = "HTTP_STATUS";
}
