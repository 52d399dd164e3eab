using Platform.Timeseries.Ticks.Storage;

namespace Platform.Timeseries.Candles;

/// <summary>Adds up one answer's candles from their parts, counting no tick that a part has already.</summary>
internal sealed class CandleSum
{
    private readonly CandleRange _range;
    private readonly Dictionary<(long Open, string Broker), long> _ahead = [];
    private readonly SortedDictionary<long, Candle> _candles = [];

    // Beyond these a part was cut off by the limit.
    private long _first = long.MinValue;
    private long _last = long.MaxValue;

    public CandleSum(CandleRange range, RolledRows rows, long rolledThrough)
    {
        _range = range;
        foreach (var row in rows.Rows)
        {
            Of(row.Candle.OpenTimeUs).Add(row.Candle);
            if (row.Through > rolledThrough)
            {
                _ahead[(row.Candle.OpenTimeUs, row.Broker)] = row.Through;
            }
        }
        Steps = [.. _ahead.Values.Distinct().Order()];
        Limited(_candles.Keys);
    }

    /// <summary>How far rows reach that are ahead of the progress, each offset once, rising.</summary>
    public long[] Steps { get; }

    /// <summary>Adds a part made of ticks that come after so many of the steps, and before the next.</summary>
    public void Add(Candle part, string broker, int stepsBefore)
    {
        if (
            !_ahead.TryGetValue((part.OpenTimeUs, broker), out var through)
            || stepsBefore > Array.IndexOf(Steps, through)
        )
        {
            Of(part.OpenTimeUs).Add(part);
        }
    }

    /// <summary>Says how many open times a part came with: the limit's number means that more were left out.</summary>
    public void Limited(IReadOnlyCollection<long> opens)
    {
        if (opens.Count < _range.Limit)
        {
            return;
        }
        if (_range.NewestFirst)
        {
            _first = Math.Max(_first, opens.Min());
        }
        else
        {
            _last = Math.Min(_last, opens.Max());
        }
    }

    public void Add(in StoredRow row)
    {
        var price = Price.Of(row.Tick, _range.Side);
        var open = _range.Frame.OpenOf(row.Tick.TimeUs);
        if (price <= 0 || open < _range.StartUs || open >= _range.EndUs)
        {
            return;
        }
        if (
            _ahead.Count > 0
            && _ahead.TryGetValue((open, row.Broker), out var through)
            && (long)row.Offset <= through
        )
        {
            return;
        }
        Of(open).Add(row.Tick, price, TickPlace.Of(row.Tick.TimeUs, row.Offset, row.Row));
    }

    /// <summary>The candles of which every part is known.</summary>
    public SortedDictionary<long, Candle> Complete()
    {
        foreach (var open in _candles.Keys.Where(open => open < _first || open > _last).ToList())
        {
            _candles.Remove(open);
        }
        return _candles;
    }

    private Candle Of(long open)
    {
        if (!_candles.TryGetValue(open, out var candle))
        {
            candle = new Candle(open);
            _candles.Add(open, candle);
        }
        return candle;
    }
}
