using System.Globalization;
using Grpc.Core;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Ticks.Storage;

/// <summary>What a caller is told when ClickHouse fails a read. Its own words stay in the log: they name tables and hosts.</summary>
internal sealed class StoreErrors : IErrorTranslation
{
    public RpcException? Translate(Exception exception) =>
        exception is ClickHouseException failure ? Translate(failure) : null;

    private static RpcException? Translate(ClickHouseException failure) =>
        failure.Code switch
        {
            // A bound on the query itself: repeating it unchanged can't help.
            158 or 159 or 160 or 161 or 191 or 241 or 290 or 307 or 396 => PlatformErrors.Create(
                ErrorReason.QueryLimit,
                $"The query broke the store's limit {failure.Name}; narrow it.",
                ("limit", failure.Name),
                ("code", Text(failure.Code))
            ),
            // More queries at once than it takes.
            202 or 745 => Overloaded(failure),
            _ when failure.Name == ClientErrors.PoolExhausted => Overloaded(failure),
            _ when failure.IsTransient => Unavailable(failure.Name),
            _ => null,
        };

    public static RpcException Unavailable(string why) =>
        PlatformErrors.Create(
            ErrorReason.StoreUnavailable,
            $"The store of ticks, clickhouse, does not answer ({why}); writes and live ticks go on.",
            ("store", "clickhouse"),
            ("error", why)
        );

    private static RpcException Overloaded(ClickHouseException failure) =>
        PlatformErrors.Create(
            ErrorReason.Overloaded,
            $"The store of ticks, clickhouse, has too many queries at once ({failure.Name}).",
            ("store", "clickhouse"),
            ("error", failure.Name)
        );

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
