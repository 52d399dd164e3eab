using Platform.Timeseries.Ticks.Model;

namespace Platform.Timeseries.Ticks.Subscribe;

/// <summary>When a stored row is due: event time run at K times its original speed from the first row on.</summary>
internal sealed class ReplayPace(double speed, TimeProvider clock)
{
    private long _startedUs;
    private long _firstEventUs;
    private bool _running;

    public bool IsPaced => speed > 0;

    /// <summary>How long until the row is due; zero or less: now. The first row asked about starts the clock.</summary>
    public TimeSpan UntilDue(long eventUs)
    {
        var now = MicroTime.Now(clock);
        if (!_running)
        {
            _running = true;
            _startedUs = now;
            _firstEventUs = eventUs;
        }
        var due = _startedUs + ((eventUs - _firstEventUs) / speed);
        return TimeSpan.FromMicroseconds(
            Math.Min(due - now, TimeSpan.FromDays(20).TotalMicroseconds)
        );
    }
}
