using Platform.ServiceDefaults;

namespace Platform.Timeseries.Ticks.Read;

/// <summary>The range of time [start_time_us, end_time_us) that a request names; an end of 0 is unbounded.</summary>
internal static class TimeRange
{
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: it is none.</exception>
    public static void Check(long startUs, long endUs)
    {
        if (startUs < 0 || endUs < 0 || (endUs != 0 && endUs <= startUs))
        {
            PlatformErrors.ThrowInvalid(
                (
                    "end_time_us",
                    $"[{startUs}, {endUs}) is no range of time: both are 0 or above, and the end is after "
                        + "the start or 0 for unbounded."
                )
            );
        }
    }
}
