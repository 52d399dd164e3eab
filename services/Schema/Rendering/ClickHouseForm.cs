namespace Platform.Schema.Rendering;

/// <summary>Where ClickHouse tables are to be created.</summary>
public sealed record ClickHouseForm
{
    /// <summary>One server, in the connection's database.</summary>
    public static ClickHouseForm SingleNode { get; } = new();

    /// <summary>Written before every name; null: the connection's database. A cluster needs it.</summary>
    public string? Database { get; init; }

    /// <summary>The cluster's name in the servers' configuration; null: one server.</summary>
    public string? Cluster { get; init; }

    /// <summary>
    /// The storage policy in the servers' configuration that has the volumes of tiers; null: none, and rows stay where
    /// they are. A cluster has one, "tiered".
    /// </summary>
    public string? StoragePolicy
    {
        get => field ?? (Cluster is null ? null : "tiered");
        init;
    }
}
