namespace Platform.Timeseries.Indicators.Library.Rolling;

/// <summary>The mean of the last values; NaN while there are fewer.</summary>
internal sealed class RollingMean(int period)
{
    private RollingFold<Total> _total = new(period);

    public RollingMean Copy()
    {
        var copy = (RollingMean)MemberwiseClone();
        copy._total = _total.Copy();
        return copy;
    }

    public double Add(double value)
    {
        _total.Add(new Total(value));
        return _total.IsFull ? _total.Value.Sum / period : double.NaN;
    }
}
