namespace Platform.Schema.Model;

/// <summary>The kinds of store that have definitions; each is a folder of a pack.</summary>
public enum StoreKind
{
    ClickHouse,
    PostgreSql,
    ArangoDb,
    Weaviate,
    Cache,
    Topics,
}

public static class StoreKinds
{
    public static IReadOnlyList<StoreKind> All { get; } = Enum.GetValues<StoreKind>();

    /// <summary>The name of the store's folder, and of the store on a command line.</summary>
    public static string Name(this StoreKind kind) =>
        kind switch
        {
            StoreKind.ClickHouse => "clickhouse",
            StoreKind.PostgreSql => "postgresql",
            StoreKind.ArangoDb => "arangodb",
            StoreKind.Weaviate => "weaviate",
            StoreKind.Cache => "cache",
            StoreKind.Topics => "topics",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };

    public static bool TryParse(string name, out StoreKind kind)
    {
        foreach (var candidate in All)
        {
            if (candidate.Name() == name)
            {
                kind = candidate;
                return true;
            }
        }
        kind = default;
        return false;
    }
}
