using Platform.Timeseries.Indicators.Library.Rolling;
using Platform.Timeseries.Indicators.Library.Volatility;

namespace Platform.Timeseries.Indicators.Library.Volume;

internal sealed class VolumeMeasures(int period) : Indicator(period - 1)
{
    private RollingMean _mean = new(period);
    private double _before = double.NaN;
    private double _trend;

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "volume",
            Title = "Volume, its mean and ratio, and the price-volume trend",
            Formula =
                "volume_ma = sma(volume, period); volume_ratio = volume / volume_ma; price_volume_trend(t) = price_volume_trend(t-1) + volume × (close(t) / close(t-1) − 1), 0 at the first candle",
            EdgeCases =
                "volume_ma = 0: ratio 0. close(t-1) = 0: the trend is unchanged. The trend is a running total: it depends on the first candle.",
            Parameters = [IndicatorParameter.Period("period", 20, "candles of the mean")],
            Outputs = ["volume", "volume_ma", "volume_ratio", "price_volume_trend"],
            Warmup = values => values.Whole("period") - 1,
            Lookback = _ => Lookback.Everything,
            Create = values => new VolumeMeasures(values.Whole("period")),
        };

    public override Indicator Copy()
    {
        var copy = (VolumeMeasures)MemberwiseClone();
        copy._mean = _mean.Copy();
        return copy;
    }

    protected override void Next(in Bar bar, Span<double> values)
    {
        var mean = _mean.Add(bar.Volume);
        if (!double.IsNaN(_before))
        {
            _trend += bar.Volume * Returns.Of(_before, bar.Close);
        }
        _before = bar.Close;
        values[0] = bar.Volume;
        values[1] = mean;
        values[2] = mean > 0 ? bar.Volume / mean : 0;
        values[3] = _trend;
    }
}
