namespace Platform.Timeseries.Indicators.Library.Rolling;

/// <summary>
/// m(t) = m(t-1) + alpha × (x(t) − m(t-1)), seeded with the mean of the first <c>period</c> values; NaN before.
/// With alpha = 2 / (period + 1) it is the exponential mean, with 1 / period Wilder's.
/// </summary>
internal sealed class RecursiveMean(int period, double alpha)
{
    private int _seen;
    private double _sum;
    private double _mean;

    public static double ExponentialAlpha(int period) => 2d / (period + 1);

    public static double WilderAlpha(int period) => 1d / period;

    public static RecursiveMean Exponential(int period) => new(period, ExponentialAlpha(period));

    public static RecursiveMean Wilder(int period) => new(period, WilderAlpha(period));

    public double Add(double value)
    {
        if (_seen == period)
        {
            return _mean += alpha * (value - _mean);
        }
        _sum += value;
        if (++_seen < period)
        {
            return double.NaN;
        }
        return _mean = _sum / period;
    }
}
