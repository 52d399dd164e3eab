using System.Globalization;
using Microsoft.Extensions.Options;
using Platform.ClickHouse;

namespace Platform.Timeseries.Backups;

/// <summary>
/// Rows and an order-free checksum of a table: the sum, modulo 2^64, of a hash of each row. A tuple is
/// hashed because the hash of plain columns is NULL as soon as one of them is.
/// </summary>
internal sealed class TableSums(ClickHouseClient clickHouse, IOptions<BackupOptions> options)
{
    public async Task<TableState> OfAsync(
        string database,
        string table,
        CancellationToken cancellation
    )
    {
        var rows = await clickHouse.QueryRowsAsync(
            "SELECT count(), sum(cityHash64(tuple(*))) FROM "
                + $"{Identifier.Quote(database)}.{Identifier.Quote(table)}",
            options: new QueryOptions
            {
                Timeout = options.Value.StatementMax,
                Settings = new Dictionary<string, string> { ["max_execution_time"] = "0" },
            },
            ct: cancellation
        );
        var sum = (ulong)rows[0][1]!;
        return new TableState(
            table,
            (ulong)rows[0][0]!,
            sum.ToString("x16", CultureInfo.InvariantCulture)
        );
    }
}
