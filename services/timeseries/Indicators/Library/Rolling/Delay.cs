namespace Platform.Timeseries.Indicators.Library.Rolling;

/// <summary>Gives back what was put in <paramref name="length"/> steps ago; NaN before.</summary>
internal sealed class Delay(int length)
{
    private readonly double[] _ring = NotANumber(length);
    private int _place;

    public double Exchange(double value)
    {
        if (length == 0)
        {
            return value;
        }
        var old = _ring[_place];
        _ring[_place] = value;
        _place = _place + 1 == length ? 0 : _place + 1;
        return old;
    }

    private static double[] NotANumber(int length)
    {
        var ring = new double[length];
        Array.Fill(ring, double.NaN);
        return ring;
    }
}
