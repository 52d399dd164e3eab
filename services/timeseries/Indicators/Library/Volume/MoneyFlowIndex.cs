using Platform.Timeseries.Indicators.Library.Rolling;

namespace Platform.Timeseries.Indicators.Library.Volume;

internal sealed class MoneyFlowIndex(int period) : Indicator(period)
{
    private readonly RollingFold<TwoTotals> _flows = new(period);
    private double _before = double.NaN;

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "mfi",
            Title = "Money flow index (Quong and Soudack)",
            Formula =
                "typical = (high + low + close) / 3; flow = typical × volume, positive when typical rose, negative when it fell, neither when equal; mfi = 100 × positive_flow / (positive_flow + negative_flow) over period candles, which is 100 − 100 / (1 + ratio)",
            EdgeCases = "No flow at all: 50. No negative flow: 100.",
            Parameters = [IndicatorParameter.Period("period", 14, "candles of the flows")],
            Outputs = ["mfi", "positive_flow", "negative_flow"],
            Warmup = values => values.Whole("period"),
            Lookback = values => Lookback.Of(values.Whole("period")),
            Create = values => new MoneyFlowIndex(values.Whole("period")),
        };

    protected override void Next(in Bar bar, Span<double> values)
    {
        var typical = bar.Typical;
        var flow = typical * bar.Volume;
        if (!double.IsNaN(_before))
        {
            _flows.Add(new TwoTotals(typical > _before ? flow : 0, typical < _before ? flow : 0));
        }
        _before = typical;
        var (positive, negative) = _flows.Value;
        var total = positive + negative;
        values[0] = total > 0 ? 100 * positive / total : 50;
        values[1] = positive;
        values[2] = negative;
    }
}
