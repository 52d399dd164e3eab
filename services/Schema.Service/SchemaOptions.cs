using System.ComponentModel.DataAnnotations;

namespace Platform.Schema.Service;

/// <summary>Section <c>Schema</c>: how the store's definitions are brought in and told of.</summary>
public sealed class SchemaOptions
{
    public const string Section = "Schema";

    /// <summary>
    /// Whether a store that is at an older version is upgraded when the service starts. Steps that would lose
    /// data never are. Default false: the service goes on with the older version and says so.
    /// </summary>
    public bool UpgradeOnStart { get; init; }

    /// <summary>Definitions created at once at the first start. Default 4.</summary>
    [Range(1, 64)]
    public int CreatesAtOnce { get; init; } = 4;

    /// <summary>
    /// How long a step that needs the store to stand still waits for what is being written to come to its end; then
    /// it fails. Default 1 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan HaltWait { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// ClickHouse's storage policy that has the volumes which tiers name. With it tables with tiers are made in that
    /// policy, and a live one that is not is a difference, which a rebuild ends. Default none: rows stay on one volume.
    /// </summary>
    [RegularExpression("[A-Za-z_][A-Za-z0-9_]*")]
    public string? StoragePolicy { get; init; }

    /// <summary>Definitions of a page when the caller names no number. Default 100.</summary>
    [Range(1, 10_000)]
    public int PageSize { get; init; } = 100;

    /// <summary>Most definitions of a page. Default 1,000.</summary>
    [Range(1, 10_000)]
    public int PageSizeMax { get; init; } = 1_000;

    /// <summary>How long what is due by retention is remembered before it is counted again. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan RetentionAge { get; init; } = TimeSpan.FromMinutes(1);
}
