using Platform.ClickHouse;
using Platform.ServiceDefaults;
using Platform.Timeseries.Ticks.Model;

namespace Platform.Timeseries.Candles.Sessions;

/// <summary>Reads when a symbol's sessions are, from table sessions_data.</summary>
internal sealed class SessionStore(ClickHouseClient clickHouse)
{
    private const int UnknownTable = 60;
    private const int TypesNamedMax = 20;

    /// <summary>The windows of a type; null when no type is named.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the symbol has no session of the type.</exception>
    public async Task<SessionWindows?> ReadAsync(
        string symbol,
        string session,
        CancellationToken cancellation
    )
    {
        if (session.Length == 0)
        {
            return null;
        }
        var windows = new List<(long, long)>();
        try
        {
            // The same session is noted once for every timeframe it was measured at.
            var blocks = clickHouse.QueryAsync(
                "SELECT DISTINCT toUnixTimestamp(session_open_time) AS opens, "
                    + "toUnixTimestamp(session_close_time) AS closes FROM sessions_data "
                    + "WHERE symbol = {symbol:String} AND session_type = {session:String} "
                    + $"AND {SessionTable.AreWindows} "
                    + "ORDER BY opens, closes",
                new QueryParameters { { "symbol", symbol }, { "session", session } },
                ct: cancellation
            );
            await foreach (var block in blocks)
            {
                using (block)
                {
                    for (var i = 0; i < block.RowCount; i++)
                    {
                        windows.Add(
                            (
                                Convert.ToInt64(block[0].GetValue(i), null) * MicroTime.PerSecond,
                                Convert.ToInt64(block[1].GetValue(i), null) * MicroTime.PerSecond
                            )
                        );
                    }
                }
            }
        }
        catch (ClickHouseException e) when (e.Code == UnknownTable)
        {
            // No pack with sessions is applied, so there is none.
        }
        if (windows.Count == 0)
        {
            await ThrowUnknownAsync(symbol, session, cancellation);
        }
        return new SessionWindows(windows);
    }

    private async Task ThrowUnknownAsync(
        string symbol,
        string session,
        CancellationToken cancellation
    )
    {
        var known = "none";
        try
        {
            var rows = await clickHouse.QueryRowsAsync(
                "SELECT DISTINCT session_type FROM sessions_data WHERE symbol = {symbol:String} "
                    + $"AND {SessionTable.AreWindows} "
                    + "ORDER BY session_type LIMIT {limit:UInt32}",
                new QueryParameters { { "symbol", symbol }, { "limit", (uint)TypesNamedMax } },
                ct: cancellation
            );
            known = rows.Count == 0 ? known : string.Join(", ", rows.Select(row => row[0]));
        }
        catch (ClickHouseException e) when (e.Code == UnknownTable)
        {
            // As above.
        }
        var named = session.Length <= 64 ? session : session[..64];
        PlatformErrors.ThrowInvalid(
            (
                "session",
                $"Table sessions_data has no session of type '{named}' for this symbol; it has: {known}."
            )
        );
    }
}
