namespace Platform.Schema.Model;

/// <summary>How a table of time series is cut by time, packed and dropped.</summary>
public sealed record Hypertable
{
    public required string TimeColumn { get; init; }

    /// <summary>Length of a chunk or partition: 1 day, 7 days, 1 month.</summary>
    public required string ChunkInterval { get; init; }

    public Compression? Compression { get; init; }
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
    /// <summary>An interval: 30 days, 7 years.</summary>
    public required string After { get; init; }

    /// <summary>The column that tells a row's age; a row without a value is kept.</summary>
    public required string Column { get; init; }

    /// <summary>Which rows; null: all. Of a hypertable without it, whole chunks go.</summary>
    public string? Where { get; init; }

    /// <summary>
    /// The rule that asks for keeping; null when this is only housekeeping. With a rule the table
    /// refuses to delete a row that is younger.
    /// </summary>
    public string? Rule { get; init; }
}
