namespace Platform.ClickHouseHost.Sql;

/// <summary>What a statement does to state that outlives it, in the order of chdb_query_class.</summary>
internal enum StatementKind
{
    ReadOnly = 0,
    Mutating = 1,
    MutatingGlobal = 2,
    Control = 3,

    /// <summary>Not parsed (then the count is 0), or parsed and not known.</summary>
    Unknown = 4,
}

/// <param name="Count">How many statements the text holds; 0 when it doesn't parse.</param>
/// <param name="Kind">The most that any of them does.</param>
internal readonly record struct StatementClass(int Count, StatementKind Kind);
