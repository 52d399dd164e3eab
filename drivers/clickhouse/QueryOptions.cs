namespace Platform.ClickHouse;

/// <summary>What a single query may say beyond its SQL and parameters.</summary>
public sealed record QueryOptions
{
    /// <summary>The id the server logs. Default: a new one. A retry gets "-2", "-3" … at its end.</summary>
    public string? QueryId { get; init; }

    /// <summary>ClickHouse settings of this query, over those of <see cref="ClickHouseOptions.Settings"/>.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }

    /// <summary>Time to the head of the answer; default <see cref="ClickHouseOptions.ResponseTimeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Running the statement twice is as good as once (CREATE … IF NOT EXISTS): it may be retried. Only for ExecuteAsync; default false.
    /// </summary>
    public bool Idempotent { get; init; }

    /// <summary>
    /// Told, before the first block of a QueryAsync, what the server's head says of the work: all of it when the result is short,
    /// else what was done by then.
    /// </summary>
    public Action<QuerySummary>? OnSummary { get; init; }
}

/// <summary>What an insert may say.</summary>
public sealed record InsertOptions
{
    public string? QueryId { get; init; }

    public IReadOnlyDictionary<string, string>? Settings { get; init; }

    /// <summary>Time to send the rows and be answered; default <see cref="ClickHouseOptions.ResponseTimeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Sent as insert_deduplication_token: an insert with a token the table has seen adds nothing, so it may be retried. The table must keep tokens
    /// (non_replicated_deduplication_window, or a Replicated engine); with more than one endpoint it must be Replicated.
    /// </summary>
    public string? DeduplicationToken { get; init; }
}

/// <summary>What the server says it did. Of a streamed result it is only what was known at its head.</summary>
public sealed record QuerySummary
{
    public required string QueryId { get; init; }
    public required Uri Endpoint { get; init; }
    public long ReadRows { get; init; }
    public long ReadBytes { get; init; }
    public long WrittenRows { get; init; }
    public long WrittenBytes { get; init; }
    public long ResultRows { get; init; }
    public TimeSpan Elapsed { get; init; }
}
