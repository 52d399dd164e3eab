namespace Platform.Timeseries.Indicators.Storage;

/// <summary>Open times whose rows are to be computed, as ranges with both ends included, apart from each other and rising.</summary>
/// <param name="lengthUs">Of a candle: ranges no further apart than it become one.</param>
internal sealed class DueRanges(long lengthUs)
{
    private readonly List<(long FromUs, long ThroughUs)> _ranges = [];

    /// <summary>long.MaxValue: none.</summary>
    public long FirstUs => _ranges.Count == 0 ? long.MaxValue : _ranges[0].FromUs;

    public void Add(long fromUs, long throughUs)
    {
        if (fromUs > throughUs)
        {
            return;
        }
        var at = _ranges.FindIndex(one => one.ThroughUs >= fromUs - lengthUs);
        at = at < 0 ? _ranges.Count : at;
        while (at < _ranges.Count && _ranges[at].FromUs <= throughUs + lengthUs)
        {
            fromUs = Math.Min(fromUs, _ranges[at].FromUs);
            throughUs = Math.Max(throughUs, _ranges[at].ThroughUs);
            _ranges.RemoveAt(at);
        }
        _ranges.Insert(at, (fromUs, throughUs));
    }

    public void Clear() => _ranges.Clear();

    /// <summary>Takes out the first of what is due; null: nothing is.</summary>
    /// <param name="closedUs">The last open time whose candle is closed; what is later stays.</param>
    /// <param name="spanUs">How much at most.</param>
    public (long FromUs, long ThroughUs)? Take(long closedUs, long spanUs)
    {
        if (spanUs <= 0 || FirstUs > closedUs)
        {
            return null;
        }
        var (fromUs, lastUs) = _ranges[0];
        var throughUs = Math.Min(Math.Min(lastUs, closedUs), fromUs + spanUs - 1);
        if (throughUs < lastUs)
        {
            _ranges[0] = (throughUs + 1, lastUs);
        }
        else
        {
            _ranges.RemoveAt(0);
        }
        return (fromUs, throughUs);
    }
}
