using System.Text.RegularExpressions;
using Platform.ClickHouse;
using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.Schema.Service;

namespace Platform.Timeseries.Schema;

/// <summary>
/// Counts the rows that are past the TTL of their table, and with a storage policy those due to move. Empty tables
/// cost nothing.
/// </summary>
internal sealed partial class Retentions(ClickHouseClient clickHouse, string? policy)
{
    private const int QueriesAtOnce = 4;
    private static readonly QueryOptions Bounded = new()
    {
        Settings = new Dictionary<string, string>
        {
            ["max_execution_time"] = "5",
            ["timeout_overflow_mode"] = "break",
        },
    };

    private readonly TierCounts _tiers = new(clickHouse);

    public async Task<IReadOnlyList<RetentionState>> ReadAsync(
        SchemaState state,
        CancellationToken cancellation
    )
    {
        var sizes = await clickHouse.QueryRowsAsync(
            "SELECT name, toUInt64(ifNull(total_rows, 0)) AS rows FROM system.tables WHERE database = {database:String}",
            new QueryParameters { { "database", state.Namespace } },
            ct: cancellation
        );
        var rows = sizes.ToDictionary(
            row => row.Get<string>("name"),
            row => row.Get<ulong>("rows"),
            StringComparer.Ordinal
        );
        var tables = state
            .Of<ClickHouseTable>()
            .Where(table =>
                (table.Ttl is not null || HasTiers(table)) && rows.ContainsKey(table.Name)
            )
            .ToList();
        var states = new RetentionState[tables.Count];
        await Parallel.ForAsync(
            0,
            tables.Count,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = QueriesAtOnce,
                CancellationToken = cancellation,
            },
            async (i, token) =>
                states[i] = (
                    await CountAsync(state.Namespace, tables[i], rows[tables[i].Name], token)
                ) with
                {
                    Tiers = HasTiers(tables[i])
                        ? await _tiers.ReadAsync(state.Namespace, tables[i], policy!, token)
                        : [],
                }
        );
        return states;
    }

    private bool HasTiers(ClickHouseTable table) => policy is not null && table.Tiers.Count > 0;

    private async Task<RetentionState> CountAsync(
        string database,
        ClickHouseTable table,
        ulong rows,
        CancellationToken cancellation
    )
    {
        if (rows == 0 || table.Ttl is null)
        {
            return new RetentionState(table.Name, table.Ttl ?? "", rows, 0, null);
        }
        var from = $"{ClickHouseSql.Identifier(database)}.{ClickHouseSql.Identifier(table.Name)}";
        var time = TimeColumn().Match(table.Ttl) is { Success: true } match
            ? $"toInt64(toUnixTimestamp(min({match.Groups[1].Value})))"
            : "toInt64(0)";
        // Both parts of the statement are the definition's own, as its CREATE TABLE is.
        var counted = await clickHouse.QueryRowsAsync(
            $"SELECT countIf(({table.Ttl}) <= now()) AS due, {time} AS oldest FROM {from}",
            options: Bounded,
            ct: cancellation
        );
        var oldest = counted[0].Get<long>("oldest");
        return new RetentionState(
            table.Name,
            table.Ttl,
            rows,
            counted[0].Get<ulong>("due"),
            oldest > 0 ? DateTimeOffset.FromUnixTimeSeconds(oldest) : null
        );
    }

    [GeneratedRegex(@"^toDateTime\((\w+)\)")]
    private static partial Regex TimeColumn();
}
