namespace Platform.ClickHouseHost;

/// <summary>The host can't start; the message is the one line the operator sees.</summary>
internal sealed class StartException(string reason, Exception? cause = null)
    : Exception(reason, cause);
