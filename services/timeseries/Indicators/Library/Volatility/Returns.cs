using Platform.Timeseries.Indicators.Library.Rolling;

namespace Platform.Timeseries.Indicators.Library.Volatility;

internal sealed class Returns(int period) : Indicator(period)
{
    private readonly RollingFold<Moments> _returns = new(period);
    private double _before = double.NaN;

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "returns",
            Title = "Return of the candle and its volatility",
            Formula =
                "return = close(t) / close(t-1) − 1; volatility = sample standard deviation of the last period returns, not annualised",
            EdgeCases = "close(t-1) = 0: return 0.",
            Parameters =
            [
                IndicatorParameter.Period("period", 20, "returns in the deviation", least: 2),
            ],
            Outputs = ["return", "volatility"],
            Warmup = values => values.Whole("period"),
            Lookback = values => Lookback.Of(values.Whole("period")),
            Create = values => new Returns(values.Whole("period")),
        };

    /// <summary>NaN for the first candle.</summary>
    public static double Of(double before, double close) => before == 0 ? 0 : (close / before) - 1;

    protected override void Next(in Bar bar, Span<double> values)
    {
        values[0] = Of(_before, bar.Close);
        _before = bar.Close;
        if (!double.IsNaN(values[0]))
        {
            _returns.Add(Moments.Of(values[0]));
            values[1] = _returns.Value.SampleDeviation;
        }
    }
}
