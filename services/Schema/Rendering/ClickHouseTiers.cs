using Platform.Schema.Model;

namespace Platform.Schema.Rendering;

/// <summary>Tiers are a part of a table's TTL, and need a storage policy: where there is none, there are none.</summary>
public static class ClickHouseTiers
{
    public const string PolicySetting = "storage_policy";

    /// <summary>The table as a server with that policy has it; null: the server has none.</summary>
    public static ClickHouseTable InForce(ClickHouseTable table, string? policy)
    {
        if (table.Tiers.Count == 0)
        {
            return table;
        }
        if (policy is null)
        {
            return table with { Tiers = [] };
        }
        var moves = table.Tiers.Select(tier =>
            $"{Expression(tier)} TO VOLUME {ClickHouseSql.Literal(tier.Volume)}"
        );
        return table with
        {
            Ttl = string.Join(", ", [.. moves, .. table.Ttl is null ? [] : new[] { table.Ttl }]),
            Settings = new OrderedDictionary<string, string>(table.Settings)
            {
                [PolicySetting] = policy,
            },
            Tiers = [],
        };
    }

    /// <summary>When rows are due to move.</summary>
    public static string Expression(ClickHouseTier tier) =>
        $"toDateTime({ClickHouseSql.Identifier(tier.Column)}) + INTERVAL {tier.Days} DAY";
}
