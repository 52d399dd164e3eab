using System.Globalization;

namespace Platform.Launcher.Replay;

/// <summary>How fast event time passes: as fast as possible, or K seconds of it in each second.</summary>
internal readonly record struct ReplayPace(double Speed)
{
    /// <summary>Shortest stretch of real time that gets a batch of its own.</summary>
    private const double WindowSeconds = 0.05;

    public static ReplayPace Max { get; } = new(0);

    public bool IsMax => Speed == 0;

    /// <summary>Event time, µs, that one batch may span; batches then don't depend on when they are sent.</summary>
    public long WindowUs =>
        IsMax ? long.MaxValue : Math.Max(1, (long)(WindowSeconds * Speed * 1e6));

    public static ReplayPace Parse(string text) =>
        text == "max" ? Max
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed)
        && speed is > 0 and <= 1_000_000
            ? new ReplayPace(speed)
        : throw new LaunchFailure(
            $"--speed '{text}': allowed are max, 1 (as it happened) or K for K times that, up to 1000000"
        );

    /// <summary>When, counted from the start of the replay, event time so far after the first quote is due.</summary>
    public TimeSpan Due(long eventUs) =>
        IsMax ? TimeSpan.Zero : TimeSpan.FromMicroseconds(eventUs / Speed);
}
