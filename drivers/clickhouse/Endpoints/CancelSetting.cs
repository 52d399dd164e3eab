using Platform.ClickHouse.Http;

namespace Platform.ClickHouse.Endpoints;

/// <summary>
/// Asks the server to stop a query whose reader has gone. It is the one setting the driver sends by itself, and an old server (115) or
/// a user who may not change settings (164) refuses it: then it is left out from there on.
/// </summary>
internal sealed class CancelSetting(ClickHouseOptions options)
{
    private const string Name = "cancel_http_readonly_queries_on_client_close";

    private volatile bool _wanted = options.CancelOnDisconnect;

    public string FieldFor(RequestKind kind) =>
        _wanted && kind == RequestKind.Read ? $"&{Name}=1" : "";

    /// <summary>True when a request failed only because of it, and can be sent again without.</summary>
    public bool LearnsFrom(ClickHouseException e)
    {
        if (e.Code is not (115 or 164) || !e.Message.Contains(Name, StringComparison.Ordinal))
        {
            return false;
        }
        _wanted = false;
        return true;
    }
}
