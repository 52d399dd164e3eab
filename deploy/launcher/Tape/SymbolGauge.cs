namespace Platform.Launcher.Tape;

/// <summary>What the table shows of one symbol.</summary>
internal sealed class SymbolGauge(string symbol)
{
    /// <summary>The rate is that of the last so many seconds.</summary>
    private const int RateSeconds = 5;
    private readonly Queue<(DateTimeOffset At, long Ticks)> _recent = new();
    private long _recentTicks;

    public string Symbol => symbol;

    public double Bid { get; private set; }

    public double Ask { get; private set; }

    /// <summary>-1, 0 or 1: where the bid went last.</summary>
    public int Direction { get; private set; }

    public long Ticks { get; private set; }

    public DateTimeOffset? TickTime { get; private set; }

    /// <summary>From the service's intake to here; null until a live tick came.</summary>
    public TimeSpan? Latency { get; private set; }

    public void Take(TickRow row)
    {
        if (Bid != 0 && row.Bid != Bid)
            Direction = row.Bid > Bid ? 1 : -1;
        (Bid, Ask, TickTime) = (row.Bid, row.Ask, row.Time);
    }

    /// <summary>Counts the live ticks of a frame, with how long they took.</summary>
    public void Count(long ticks, TimeSpan latency, DateTimeOffset now)
    {
        Ticks += ticks;
        Latency = latency;
        _recent.Enqueue((now, ticks));
        _recentTicks += ticks;
    }

    public double Rate(DateTimeOffset now)
    {
        while (_recent.TryPeek(out var oldest) && (now - oldest.At).TotalSeconds > RateSeconds)
            _recentTicks -= _recent.Dequeue().Ticks;
        return (double)_recentTicks / RateSeconds;
    }
}
