using Platform.Schema.Versioning;

namespace Platform.Schema.Model;

/// <summary>A topic of the durable log.</summary>
public sealed record Topic : Definition
{
    public override DefinitionKind Kind => DefinitionKind.Topic;

    public required int Partitions { get; init; }

    /// <summary>In a cluster; one machine has one copy.</summary>
    public required int ReplicationFactor { get; init; }

    public required TimeSpan Retention { get; init; }

    /// <summary>none, gzip, snappy, lz4 or zstd.</summary>
    public required string Compression { get; init; }

    public int MinInSyncReplicas { get; init; } = 2;

    public int MaxMessageBytes { get; init; } = 1_000_000;

    public TimeSpan Segment { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The field whose value is a message's key, and so names its partition.</summary>
    public required string Key { get; init; }

    /// <summary>The payload.</summary>
    public required IReadOnlyList<Field> Fields { get; init; }

    public override Definition At(SemanticVersion version) =>
        this with
        {
            Fields = Fields.At(version),
        };
}
