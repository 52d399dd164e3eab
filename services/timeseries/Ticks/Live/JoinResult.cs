using Platform.Timeseries.Ticks.Model;

namespace Platform.Timeseries.Ticks.Live;

internal enum JoinOutcome
{
    Joined,
    NeedsStorage,
    TooFarBehind,
}

/// <param name="Outcome">What came of it.</param>
/// <param name="Boundaries">By partition, the newest offset that only storage has; -1: none.</param>
/// <param name="Backlog">When too far behind: the records memory holds after the cursor, in order.</param>
internal readonly record struct JoinResult(
    JoinOutcome Outcome,
    Dictionary<uint, long> Boundaries,
    List<TickRecord> Backlog
);
