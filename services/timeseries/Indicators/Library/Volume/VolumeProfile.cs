namespace Platform.Timeseries.Indicators.Library.Volume;

/// <summary>A histogram of volume by price: each candle's volume is spread evenly from its low to its high.</summary>
internal sealed class VolumeProfile(int bins)
{
    private readonly double[] _volumes = new double[bins];

    /// <summary>The price at which the first bin begins.</summary>
    public double Low { get; private set; }

    /// <summary>The price at which the last bin ends.</summary>
    public double High { get; private set; }

    public ReadOnlySpan<double> Volumes => _volumes;

    public double BinWidth => (High - Low) / bins;

    public void Fill(ReadOnlySpan<Bar> candles)
    {
        Low = double.PositiveInfinity;
        High = double.NegativeInfinity;
        foreach (ref readonly var candle in candles)
        {
            Low = Math.Min(Low, candle.Low);
            High = Math.Max(High, candle.High);
        }
        Array.Clear(_volumes);
        foreach (ref readonly var candle in candles)
        {
            Add(candle);
        }
    }

    /// <summary>
    /// The middle of the bin with the most volume (the lowest of equals), and the bounds of the value area: from there, the
    /// larger neighbour (the upper of equals) is added until the area holds its share of the volume.
    /// </summary>
    public (double PointOfControl, double ValueLow, double ValueHigh) Find(double share)
    {
        var total = 0d;
        var top = 0;
        for (var i = 0; i < bins; i++)
        {
            total += _volumes[i];
            top = _volumes[i] > _volumes[top] ? i : top;
        }
        if (total <= 0 || High <= Low)
        {
            return ((Low + High) / 2, Low, High);
        }
        var (first, last) = (top, top);
        var held = _volumes[top];
        while (held < share * total && (first > 0 || last < bins - 1))
        {
            var below = first > 0 ? _volumes[first - 1] : -1;
            var above = last < bins - 1 ? _volumes[last + 1] : -1;
            held += above >= below ? _volumes[++last] : _volumes[--first];
        }
        return (EdgeOf(top) + (BinWidth / 2), EdgeOf(first), EdgeOf(last + 1));
    }

    private double EdgeOf(int bin) => bin == bins ? High : Low + (bin * BinWidth);

    private void Add(in Bar candle)
    {
        var first = BinOf(candle.Low);
        var last = BinOf(candle.High);
        if (first == last)
        {
            _volumes[first] += candle.Volume;
            return;
        }
        var density = candle.Volume / (candle.High - candle.Low);
        for (var bin = first; bin <= last; bin++)
        {
            var from = Math.Max(candle.Low, EdgeOf(bin));
            var to = Math.Min(candle.High, EdgeOf(bin + 1));
            _volumes[bin] += density * Math.Max(to - from, 0);
        }
    }

    private int BinOf(double price) =>
        High > Low ? Math.Min((int)((price - Low) / (High - Low) * bins), bins - 1) : 0;
}
