namespace Platform.Timeseries.Ticks.Model;

/// <summary>One row. Times are microseconds since the epoch, UTC; prices in the quote currency.</summary>
internal readonly record struct Tick(
    long TimeUs,
    double Bid,
    double Ask,
    double Last,
    ulong Volume,
    float Spread,
    bool PrimarySession,
    byte Flags
);

internal static class TickFlags
{
    /// <summary>Bid above ask.</summary>
    public const byte Crossed = 1;
}
