using Platform.Common.V1;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Tables.Model;

internal static class TableColumns
{
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: no such column; it says which there are.</exception>
    public static TableField Find(Table table, string column, string field = "columns") =>
        table.Find(column)
        ?? throw PlatformErrors.CreateInvalid(
            (
                field,
                $"Table {table.Name} has no column '{(column.Length <= 64 ? column : column[..64])}'; it has "
                    + $"{string.Join(", ", table.Fields.Select(one => one.Name))}."
            )
        );
}
