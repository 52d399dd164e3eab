using Platform.Timeseries.Indicators.Library.Rolling;

namespace Platform.Timeseries.Indicators.Library.Signals;

/// <summary>
/// Mean, trend and divergence of an output of another indicator. Two values that differ by rounding alone are equal: a window's sum depends
/// on where it began, and neither a trend nor a divergence may hang on that.
/// </summary>
/// <param name="inner">The indicator.</param>
/// <param name="outputs">How many outputs it has.</param>
/// <param name="output">Which of them.</param>
/// <param name="ofPrices">It is a difference of prices, whose rounding is that of the prices.</param>
/// <param name="meanPeriod">Values of the mean.</param>
/// <param name="window">Candles before this one that highs and lows are of.</param>
/// <param name="warmup">Rows that are not ready.</param>
internal sealed class SeriesSignals(
    Indicator inner,
    int outputs,
    int output,
    bool ofPrices,
    int meanPeriod,
    int window,
    int warmup
) : Indicator(warmup)
{
    private const double Rounding = 1e-9;
    private Indicator _inner = inner;
    private double[] _row = new double[outputs];
    private RollingMean _mean = new(meanPeriod);
    private RollingFold<Extremes> _closes = new(window);
    private RollingFold<Extremes> _values = new(window);

    /// <param name="inner">The indicator.</param>
    /// <param name="output">The output that is looked at.</param>
    /// <param name="ofPrices">It is a difference of prices.</param>
    public static IndicatorDefinition Of(
        IndicatorDefinition inner,
        string output,
        bool ofPrices = false
    )
    {
        var place = inner.Outputs.ToList().IndexOf(output);
        var close = ofPrices ? " or of the close" : "";
        return new IndicatorDefinition
        {
            Name = $"{inner.Name}_signals",
            Title = $"Mean, trend and divergence of {inner.Name}",
            Formula =
                $"x = {output} of {inner.Name}; mean = sma(x, mean); trend = 1 when x is above its mean, −1 when below, 0 when equal; "
                + "divergence = −1 (bearish) when the close is above every close of the window candles before and x not above every x of them, "
                + "1 (bullish) when the close is below every one and x not below every x, else 0; "
                + $"x is equal to what is within 1e-9 of the greater of both{close}",
            EdgeCases = "Nothing moves: trend 0, divergence 0.",
            Parameters =
            [
                .. inner.Parameters,
                IndicatorParameter.Period("mean", 21, "values of the mean"),
                IndicatorParameter.Period("window", 14, "candles before that a high or low is of"),
            ],
            Outputs = ["mean", "trend", "divergence"],
            Warmup = values => inner.Warmup(values) + Reach(values),
            Lookback = values =>
                inner.Lookback(values) is { Kind: LookbackKind.Candles } lookback
                    ? Library.Lookback.Of(lookback.Candles + Reach(values))
                    : Library.Lookback.Everything,
            Create = values => new SeriesSignals(
                inner.Create(values),
                inner.Outputs.Count,
                place,
                ofPrices,
                values.Whole("mean"),
                values.Whole("window"),
                inner.Warmup(values) + Reach(values)
            ),
            Check = inner.Check,
        };
    }

    public override Indicator Copy()
    {
        var copy = (SeriesSignals)MemberwiseClone();
        copy._inner = _inner.Copy();
        copy._row = [.. _row];
        copy._mean = _mean.Copy();
        copy._closes = _closes.Copy();
        copy._values = _values.Copy();
        return copy;
    }

    protected override void Next(in Bar bar, Span<double> values)
    {
        if (!_inner.Update(bar, _row))
        {
            return;
        }
        var value = _row[output];
        var mean = _mean.Add(value);
        values[0] = mean;
        values[1] = double.IsNaN(mean) ? 0 : Compare(value, mean, bar);
        values[2] = DivergenceOf(value, bar);
        _closes.Add(new Extremes(bar.Close, bar.Close));
        _values.Add(new Extremes(value, value));
    }

    private static int Reach(ParameterValues values) =>
        Math.Max(values.Whole("mean") - 1, values.Whole("window"));

    private int DivergenceOf(double value, in Bar bar)
    {
        if (!_closes.IsFull)
        {
            return 0;
        }
        if (bar.Close > _closes.Value.High)
        {
            return Compare(value, _values.Value.High, bar) > 0 ? 0 : -1;
        }
        if (bar.Close < _closes.Value.Low)
        {
            return Compare(value, _values.Value.Low, bar) < 0 ? 0 : 1;
        }
        return 0;
    }

    private int Compare(double value, double with, in Bar bar)
    {
        var scale = Math.Max(Math.Abs(value), Math.Abs(with));
        scale = ofPrices ? Math.Max(scale, Math.Abs(bar.Close)) : scale;
        return Math.Abs(value - with) <= Rounding * scale ? 0 : Math.Sign(value - with);
    }
}
