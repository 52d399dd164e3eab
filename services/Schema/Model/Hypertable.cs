namespace Platform.Schema.Model;

/// <summary>How a table of time series is cut by time, packed and dropped.</summary>
public sealed record Hypertable
{
    public required string TimeColumn { get; init; }

    /// <summary>Length of a chunk or partition: 1 day, 7 days, 1 month.</summary>
    public required string ChunkInterval { get; init; }

    public Compression? Compression { get; init; }

    public IReadOnlyList<Retention> Retention { get; init; } = [];
}

public sealed record Compression
{
    public required IReadOnlyList<string> SegmentBy { get; init; }

    public required IReadOnlyList<string> OrderBy { get; init; }

    /// <summary>Chunks older than this are compressed.</summary>
    public required string After { get; init; }
}

/// <summary>Rows older than <see cref="After"/> go, and none before.</summary>
public sealed record Retention
{
    public required string After { get; init; }

    /// <summary>Which rows; null: whole chunks, whatever is in them.</summary>
    public string? Where { get; init; }

    /// <summary>The law or rule that asks for keeping; null when it is only housekeeping.</summary>
    public string? Reason { get; init; }
}
