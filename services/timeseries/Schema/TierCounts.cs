using Platform.ClickHouse;
using Platform.Schema.Model;
using Platform.Schema.Service;

namespace Platform.Timeseries.Schema;

/// <summary>
/// What is due to move to the volume of a tier and still lies elsewhere. The engine moves whole parts, when the newest
/// of their rows is due, and knows of each part when that is: nothing is read but its notes.
/// </summary>
internal sealed class TierCounts(ClickHouseClient clickHouse)
{
    /// <param name="database">The table's.</param>
    /// <param name="table">With its tiers.</param>
    /// <param name="policy">The storage policy that has their volumes.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<TierState>> ReadAsync(
        string database,
        ClickHouseTable table,
        string policy,
        CancellationToken cancellation
    )
    {
        var states = new List<TierState>(table.Tiers.Count);
        for (var i = 0; i < table.Tiers.Count; i++)
        {
            var tier = table.Tiers[i];
            // What is due for a later tier too is that one's; what lies there already is not due for this one.
            var later = table.Tiers.Skip(i + 1).ToList();
            var rows = await clickHouse.QueryRowsAsync(
                """
                SELECT toUInt64(sum(rows)) AS rows, toUInt64(sum(bytes_on_disk)) AS bytes
                FROM system.parts
                WHERE database = {database:String} AND table = {table:String} AND active
                    AND arrayExists((one, newest) -> position(one, {age:String}) > 0 AND newest <= now(),
                        move_ttl_info.expression, move_ttl_info.max)
                    AND NOT arrayExists((one, newest) -> arrayExists(age -> position(one, age) > 0, {later:Array(String)}) AND newest <= now(),
                        move_ttl_info.expression, move_ttl_info.max)
                    AND disk_name NOT IN (
                        SELECT arrayJoin(disks) FROM system.storage_policies
                        WHERE policy_name = {policy:String} AND has({volumes:Array(String)}, volume_name))
                """,
                new QueryParameters
                {
                    { "database", database },
                    { "table", table.Name },
                    { "policy", policy },
                    { "age", Age(tier) },
                    { "later", later.Select(Age).ToArray() },
                    { "volumes", later.Prepend(tier).Select(one => one.Volume).ToArray() },
                },
                ct: cancellation
            );
            states.Add(
                new TierState(
                    tier.Volume,
                    $"{tier.Days} days",
                    rows[0].Get<ulong>("rows"),
                    rows[0].Get<ulong>("bytes")
                )
            );
        }
        return states;
    }

    /// <summary>As the engine writes it in the notes of a part.</summary>
    private static string Age(ClickHouseTier tier) => $"toIntervalDay({tier.Days})";
}
