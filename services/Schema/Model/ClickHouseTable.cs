using Platform.Schema.Versioning;

namespace Platform.Schema.Model;

/// <summary>A table of ClickHouse, in the MergeTree family.</summary>
public sealed record ClickHouseTable : Definition
{
    public override DefinitionKind Kind => DefinitionKind.Table;

    public required IReadOnlyList<ClickHouseColumn> Columns { get; init; }

    /// <summary>MergeTree, or another of its family with arguments: ReplacingMergeTree(timestamp).</summary>
    public string Engine { get; init; } = "MergeTree";

    public string? PartitionBy { get; init; }

    public required IReadOnlyList<string> OrderBy { get; init; }

    /// <summary>A prefix of the sorting key; empty: the whole sorting key.</summary>
    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    public string? Ttl { get; init; }

    /// <summary>Where rows go before they are deleted, youngest first; only where the server has a storage policy.</summary>
    public IReadOnlyList<ClickHouseTier> Tiers { get; init; } = [];

    /// <summary>Beyond <see cref="Rendering.ClickHouse.DefaultSettings"/>, or instead of them.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } =
        new Dictionary<string, string>();

    public IReadOnlyList<ClickHouseIndex> Indexes { get; init; } = [];

    /// <summary>Name to "CHECK …". Only read from live tables: no definition has any.</summary>
    public IReadOnlyDictionary<string, string> Constraints { get; init; } =
        new Dictionary<string, string>();

    /// <summary>Name to the query. Only read from live tables: no definition has any.</summary>
    public IReadOnlyDictionary<string, string> Projections { get; init; } =
        new Dictionary<string, string>();

    /// <summary>The column whose hash names the shard in a cluster.</summary>
    public required string ShardBy { get; init; }

    /// <summary>The template it was made from, if any.</summary>
    public string? Template { get; init; }

    /// <summary>For tables of derived values: the table they were derived from.</summary>
    public string? SourceTable { get; init; }

    public override Definition At(SemanticVersion version) =>
        this with
        {
            Columns = Columns.At(version),
            Indexes = Indexes.At(version),
        };
}

public sealed record ClickHouseColumn : IVersioned
{
    public required string Name { get; init; }

    public required string Type { get; init; }

    /// <summary>The value of a row that doesn't give one.</summary>
    public string? Default { get; init; }

    /// <summary>Computed from the row when it is written; can't be written itself.</summary>
    public string? Materialized { get; init; }

    /// <summary>Computed when it is read. Only read from live tables: no definition has any.</summary>
    public string? Alias { get; init; }

    /// <summary>When a value becomes the default. Only read from live tables: no definition has any.</summary>
    public string? Ttl { get; init; }

    public string? Codec { get; init; }

    /// <summary>What it means, with its unit.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether NaN and the infinities are values of it; a floating-point column refuses them otherwise.</summary>
    public bool AllowsNaN { get; init; }

    /// <summary>Of Array(Array(T)): what the values of an inner list are, in order; empty: any number of any.</summary>
    public IReadOnlyList<string> Items { get; init; } = [];

    public SemanticVersion? Since { get; init; }

    public SemanticVersion? Until { get; init; }
}

/// <summary>A data skipping index.</summary>
public sealed record ClickHouseIndex : IVersioned
{
    public required string Name { get; init; }

    public required string Expression { get; init; }

    /// <summary>minmax, set(N), bloom_filter(P), ...</summary>
    public required string Type { get; init; }

    /// <summary>In granules of the table.</summary>
    public required int Granularity { get; init; }

    public SemanticVersion? Since { get; init; }

    public SemanticVersion? Until { get; init; }
}
