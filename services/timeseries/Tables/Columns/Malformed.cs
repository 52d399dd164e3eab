using Grpc.Core;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Tables.Columns;

/// <summary>A batch that can't be read as rows of its table: nothing of it is kept.</summary>
internal static class Malformed
{
    public static RpcException Column(string column, string expected, string got) =>
        PlatformErrors.Create(
            ErrorReason.MalformedBatch,
            $"Column '{column}': expected {expected}, got {got}.",
            ("column", column),
            ("expected", expected),
            ("got", got)
        );

    public static RpcException List(
        string column,
        ColumnType type,
        Common.V1.Column.ValuesOneofCase got
    ) => Column(column, $"{Carrier.Describe(type)} for {type}", Carrier.NameOf(got));

    public static RpcException TooLong(string column, string limit, string why) =>
        PlatformErrors.Create(
            ErrorReason.LimitExceeded,
            $"Column '{column}': {why}.",
            ("column", column),
            ("limit", limit)
        );
}
