using Platform.Timeseries.Ticks.Model;

namespace Platform.Timeseries.Candles.Sessions;

/// <summary>When a symbol's sessions of one type are: [open, close), rising, none touching another.</summary>
internal sealed class SessionWindows
{
    private const long Minute = 60 * MicroTime.PerSecond;
    private readonly List<(long OpenUs, long CloseUs)> _windows = [];

    /// <param name="windows">By open time; they may overlap, and ones that are empty count for nothing.</param>
    public SessionWindows(IEnumerable<(long OpenUs, long CloseUs)> windows)
    {
        foreach (var (open, close) in windows)
        {
            if (close <= open)
            {
                continue;
            }
            if (_windows.Count > 0 && open <= _windows[^1].CloseUs)
            {
                _windows[^1] = (_windows[^1].OpenUs, Math.Max(_windows[^1].CloseUs, close));
            }
            else
            {
                _windows.Add((open, close));
            }
        }
        AreWholeMinutes = _windows.TrueForAll(one =>
            one.OpenUs % Minute == 0 && one.CloseUs % Minute == 0
        );
    }

    /// <summary>Candles of a minute are either inside or outside of all of them.</summary>
    public bool AreWholeMinutes { get; }

    /// <summary>The first time inside at or after this one; null: there is none.</summary>
    public long? NextInside(long timeUs)
    {
        var (low, high) = (0, _windows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _windows[middle].CloseUs <= timeUs ? (middle + 1, high) : (low, middle);
        }
        return low == _windows.Count ? null : Math.Max(timeUs, _windows[low].OpenUs);
    }

    public bool Contains(long timeUs) => NextInside(timeUs) == timeUs;

    public bool IsSameAs(SessionWindows other) => _windows.SequenceEqual(other._windows);

    /// <summary>The windows that begin before a time, the newest first.</summary>
    public IEnumerable<(long OpenUs, long CloseUs)> Before(long timeUs) =>
        _windows.Where(one => one.OpenUs < timeUs).Reverse();
}
