using Platform.Timeseries.Indicators.Library.Rolling;

namespace Platform.Timeseries.Indicators.Library.Trend;

/// <summary>
/// Displacement: a row holds what is drawn at its candle, so the spans of row t were computed at t − displacement; the
/// same row carries, as *_ahead, those computed at t, which are drawn at t + displacement. chikou is the close of t, drawn
/// at t − displacement: a row never holds what its candle did not know. Some charts shift by displacement − 1 (they
/// count the candle itself); name a displacement less by one for theirs.
/// </summary>
internal sealed class Ichimoku(int conversion, int @base, int span, int displacement)
    : Indicator(WarmupOf(conversion, @base, span) + displacement)
{
    private readonly RollingFold<Extremes> _conversion = new(conversion);
    private readonly RollingFold<Extremes> _base = new(@base);
    private readonly RollingFold<Extremes> _span = new(span);
    private readonly Delay _spanA = new(displacement);
    private readonly Delay _spanB = new(displacement);

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "ichimoku",
            Title = "Ichimoku kinko hyo (Hosoda)",
            Formula =
                "mid(n) = (highest high + lowest low of n candles) / 2; tenkan = mid(conversion); kijun = mid(base); senkou_a_ahead = (tenkan + kijun) / 2; senkou_b_ahead = mid(span); senkou_a(t), senkou_b(t) = those of t-displacement; chikou = close(t), to be drawn displacement candles back",
            EdgeCases = "None.",
            Parameters =
            [
                IndicatorParameter.Period("conversion", 9, "candles of tenkan"),
                IndicatorParameter.Period("base", 26, "candles of kijun"),
                IndicatorParameter.Period("span", 52, "candles of senkou b"),
                IndicatorParameter.Period("displacement", 26, "candles of the shift", least: 0),
            ],
            Outputs =
            [
                "tenkan",
                "kijun",
                "senkou_a",
                "senkou_b",
                "chikou",
                "senkou_a_ahead",
                "senkou_b_ahead",
            ],
            Warmup = Needed,
            Lookback = values => Lookback.Of(Needed(values)),
            Create = values => new Ichimoku(
                values.Whole("conversion"),
                values.Whole("base"),
                values.Whole("span"),
                values.Whole("displacement")
            ),
        };

    protected override void Next(in Bar bar, Span<double> values)
    {
        var range = new Extremes(bar.High, bar.Low);
        _conversion.Add(range);
        _base.Add(range);
        _span.Add(range);
        var tenkan = _conversion.Value.Middle;
        var kijun = _base.Value.Middle;
        var spanA = (tenkan + kijun) / 2;
        var spanB = _span.Value.Middle;
        values[0] = tenkan;
        values[1] = kijun;
        values[2] = _spanA.Exchange(spanA);
        values[3] = _spanB.Exchange(spanB);
        values[4] = bar.Close;
        values[5] = spanA;
        values[6] = spanB;
    }

    private static int Needed(ParameterValues values) =>
        WarmupOf(values.Whole("conversion"), values.Whole("base"), values.Whole("span"))
        + values.Whole("displacement");

    private static int WarmupOf(int conversion, int @base, int span) =>
        Math.Max(Math.Max(conversion, @base), span) - 1;
}
