using Platform.ServiceDefaults;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Candles;

/// <summary>A timeframe's length and where its candles begin, in microseconds since the epoch.</summary>
internal readonly record struct Frame(string Name, long LengthUs, long ShiftUs)
{
    private const long Minute = 60 * MicroTime.PerSecond;
    private const long Day = 24 * 60 * Minute;

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: no timeframe.</exception>
    public static Frame Of(Timeframe timeframe)
    {
        switch (timeframe)
        {
            case Timeframe._1S:
                return new Frame("1s", MicroTime.PerSecond, 0);
            case Timeframe._1M:
                return new Frame("1m", Minute, 0);
            case Timeframe._5M:
                return new Frame("5m", 5 * Minute, 0);
            case Timeframe._15M:
                return new Frame("15m", 15 * Minute, 0);
            case Timeframe._30M:
                return new Frame("30m", 30 * Minute, 0);
            case Timeframe._1H:
                return new Frame("1h", 60 * Minute, 0);
            case Timeframe._4H:
                return new Frame("4h", 240 * Minute, 0);
            case Timeframe._1D:
                return new Frame("1d", Day, 0);
            case Timeframe._1W:
                // The epoch was a Thursday; weeks begin on Mondays.
                return new Frame("1w", 7 * Day, 3 * Day);
            default:
                PlatformErrors.ThrowInvalid(
                    (
                        "timeframe",
                        $"{timeframe} is none; choose 1S, 1M, 5M, 15M, 30M, 1H, 4H, 1D or 1W."
                    )
                );
                return default;
        }
    }

    /// <summary>The start of the candle a time falls into.</summary>
    public long OpenOf(long timeUs) => ((timeUs + ShiftUs) / LengthUs * LengthUs) - ShiftUs;

    /// <summary>The first start of a candle at or after a time.</summary>
    public long NextOpen(long timeUs) => OpenOf(timeUs + LengthUs - 1);
}
