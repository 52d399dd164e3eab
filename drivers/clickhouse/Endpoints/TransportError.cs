namespace Platform.ClickHouse.Endpoints;

/// <summary>What a failed connection means for the caller and for a retry.</summary>
internal static class TransportError
{
    /// <param name="e">What the handler threw.</param>
    /// <param name="endpoint">Where the request went.</param>
    /// <param name="queryId">Its id.</param>
    /// <param name="timedOut">The time allowed was over.</param>
    /// <param name="sent">Some of it may have reached the server.</param>
    /// <param name="impatient">The caller allowed less time than the options do: running out of it says nothing of the endpoint.</param>
    public static ClickHouseException From(
        Exception e,
        Endpoint endpoint,
        string queryId,
        bool timedOut = false,
        bool sent = true,
        bool impatient = false
    )
    {
        var connecting = !timedOut && IsConnecting(e);
        var name =
            connecting ? ClientErrors.Unreachable
            : timedOut || e is OperationCanceledException ? ClientErrors.TimedOut
            : ClientErrors.CutShort;
        var words = name switch
        {
            ClientErrors.Unreachable => "can't be connected to",
            ClientErrors.TimedOut => "didn't answer in the time allowed",
            _ => "broke the connection before it answered",
        };
        return new($"{endpoint.Address} {words}: {Innermost(e).Message}", e)
        {
            Name = name,
            IsTransient = true,
            IsEndpointFault = !(timedOut && impatient),
            SurelyNotExecuted = connecting || !sent,
            QueryId = queryId,
            Endpoint = endpoint.Address,
        };
    }

    // The handler reports its own connect timeout as a cancellation with a TimeoutException inside.
    private static bool IsConnecting(Exception e) =>
        e switch
        {
            HttpRequestException http => http.HttpRequestError
                is HttpRequestError.ConnectionError
                    or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError,
            OperationCanceledException { InnerException: TimeoutException } => true,
            _ => false,
        };

    private static Exception Innermost(Exception e) =>
        e.InnerException is { } inner ? Innermost(inner) : e;
}
