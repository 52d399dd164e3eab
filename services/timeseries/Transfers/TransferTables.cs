using System.Globalization;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tables.Model;
using Platform.Timeseries.Ticks.Storage;

namespace Platform.Timeseries.Transfers;

/// <summary>
/// What the store has, asked by bound names: only names that come back from here are ever written into a
/// statement.
/// </summary>
internal sealed class TransferTables(ClickHouseClient clickHouse, TableSet defined)
{
    /// <summary>What begins so is the service's own, and no definition's.</summary>
    private const string OwnPrefix = "platform_";

    private const string Preferred = "timestamp";

    /// <exception cref="Grpc.Core.RpcException">UNKNOWN_TABLE.</exception>
    public async Task<TransferTable> GetAsync(string name, CancellationToken cancellation)
    {
        var parameters = new QueryParameters { { "table", name } };
        var tables = await clickHouse.QueryRowsAsync(
            "SELECT engine, create_table_query LIKE '%deduplication_window = %' OR engine LIKE 'Replicated%', "
                + "toUnixTimestamp(metadata_modification_time), "
                + "toFloat64(ifNull(total_bytes_uncompressed / nullIf(total_rows, 0), 0)) "
                + "FROM system.tables "
                + "WHERE database = currentDatabase() AND name = {table:String} AND NOT is_temporary "
                + "AND NOT startsWith(name, '.inner')",
            parameters,
            ct: cancellation
        );
        if (tables is not [var table] || ImportJournal.IsOwn(name))
        {
            throw PlatformErrors.Create(
                ErrorReason.UnknownTable,
                $"There is no table '{name}'.",
                ("table", name)
            );
        }
        var rows = await clickHouse.QueryRowsAsync(
            "SELECT name, type, default_kind, is_in_sorting_key FROM system.columns "
                + "WHERE database = currentDatabase() AND table = {table:String} "
                + "AND default_kind IN ('', 'DEFAULT') ORDER BY position",
            parameters,
            ct: cancellation
        );
        var columns = rows.Select(row => new TransferColumn(
                (string)row[0]!,
                (string)row[1]!,
                ((string)row[2]!).Length > 0,
                Convert.ToBoolean(row[3], CultureInfo.InvariantCulture)
            ))
            .ToList();
        return new TransferTable(
            name,
            (string)table[0]!,
            columns,
            TimeColumn(columns),
            Convert.ToBoolean(table[1], CultureInfo.InvariantCulture),
            (uint)table[2]!,
            (double)table[3]!
        );
    }

    /// <summary>As <see cref="GetAsync"/>, for a table that rows may be put into.</summary>
    public async Task<TransferTable> GetForImportAsync(string name, CancellationToken cancellation)
    {
        if (name == TickTable.Name)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "source.table",
                    "Ticks have a place in the log: write them with WriteTicks (./platform replay)."
                )
            );
        }
        if (
            defined.Find(name) is { Writable: false }
            || name.StartsWith(OwnPrefix, StringComparison.Ordinal)
        )
        {
            PlatformErrors.ThrowInvalid(
                ("source.table", $"The service keeps '{name}' itself; nothing is imported into it.")
            );
        }
        var table = await GetAsync(name, cancellation);
        if (!table.Engine.EndsWith("MergeTree", StringComparison.Ordinal))
        {
            PlatformErrors.ThrowInvalid(
                ("source.table", $"{name} is no table that holds rows (it is a {table.Engine}).")
            );
        }
        return table;
    }

    private static string? TimeColumn(List<TransferColumn> columns) =>
        (
            columns.Find(column => column.Name == Preferred && column.IsTime)
            ?? columns.Find(column => column.IsTime && column.IsInKey)
            ?? columns.Find(column => column.IsTime)
        )?.Name;
}
