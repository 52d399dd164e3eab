using Platform.Timeseries.Indicators.Library.Rolling;

namespace Platform.Timeseries.Indicators.Library.Momentum;

/// <summary>Wilder's relative strength of a series of prices; NaN for its first <paramref name="period"/> prices.</summary>
internal sealed class WilderStrength(int period)
{
    private readonly RecursiveMean _gain = RecursiveMean.Wilder(period);
    private readonly RecursiveMean _loss = RecursiveMean.Wilder(period);
    private double _before = double.NaN;

    public static int LookbackOf(int period) =>
        period + Lookback.Forgetting(RecursiveMean.WilderAlpha(period));

    public double Add(double price)
    {
        var change = price - _before;
        _before = price;
        if (double.IsNaN(change))
        {
            return double.NaN;
        }
        var gain = _gain.Add(Math.Max(change, 0));
        var loss = _loss.Add(Math.Max(-change, 0));
        // 100 − 100 / (1 + gain / loss), in a form that needs no case for loss = 0.
        return gain + loss == 0 ? 50 : 100 * gain / (gain + loss);
    }
}
