namespace Platform.Schema.Model;

/// <summary>From which age on rows lie on another volume of the server's storage policy.</summary>
public sealed record ClickHouseTier
{
    /// <summary>The time that tells a row's age.</summary>
    public required string Column { get; init; }

    public required int Days { get; init; }

    public required string Volume { get; init; }
}
