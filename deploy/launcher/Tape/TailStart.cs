using System.Globalization;
using Platform.Common.V1;
using Platform.Timeseries.V1;

namespace Platform.Launcher.Tape;

/// <summary>Reads --from: first, now, snapshot, last:N, a time, or positions as tail itself prints them.</summary>
internal static class TailStart
{
    public const string Allowed =
        "first, now, snapshot, last:N, a time such as 2014-05-08T09:30:00Z, or a position such as 0:1234 or 0:1234,1:99";

    private const string LastPrefix = "last:";

    public static TickStart Parse(string text) =>
        text switch
        {
            // No position named: every partition begins at its first record.
            "first" => new TickStart { Position = new StartPosition() },
            "now" => new TickStart { Now = new StartNow() },
            "snapshot" => new TickStart { Snapshot = new StartSnapshot() },
            _ when LastN(text) is { } count => new TickStart { LastN = count },
            _ when Positions(text) is { } positions => new TickStart { Position = positions },
            _ when TimeUs(text) is { } time => new TickStart { TimeUs = time },
            _ => throw new LaunchFailure($"--from '{text}': allowed are {Allowed}"),
        };

    private static uint? LastN(string text) =>
        text.StartsWith(LastPrefix, StringComparison.Ordinal)
        && uint.TryParse(
            text[LastPrefix.Length..],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var count
        )
            ? count
            : null;

    private static StartPosition? Positions(string text)
    {
        var start = new StartPosition();
        foreach (var pair in text.Split(','))
        {
            if (
                pair.Split(':') is not [var left, var right]
                || !uint.TryParse(
                    left,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var partition
                )
                || !ulong.TryParse(
                    right,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var offset
                )
            )
            {
                return null;
            }
            start.Positions.Add(new Position { Partition = partition, Offset = offset });
        }
        return start;
    }

    private static long? TimeUs(string text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond
            : null;
}
