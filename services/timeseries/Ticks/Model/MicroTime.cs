namespace Platform.Timeseries.Ticks.Model;

/// <summary>Microseconds since the epoch, UTC: the time unit of every column.</summary>
internal static class MicroTime
{
    public const long PerSecond = 1_000_000;

    public static long Now(TimeProvider clock) => FromDateTimeOffset(clock.GetUtcNow());

    public static long FromDateTimeOffset(DateTimeOffset time) =>
        (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
