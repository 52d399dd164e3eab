namespace Platform.Timeseries.Indicators.Library.Volume;

internal sealed class VolumeProfileIndicator(int period, int bins, double valueArea)
    : Indicator(period - 1)
{
    private readonly Bar[] _window = new Bar[period];
    private readonly VolumeProfile _profile = new(bins);
    private long _seen;

    public static IndicatorDefinition Definition { get; } =
        new()
        {
            Name = "volume_profile",
            Title = "Volume by price: point of control and value area",
            Formula =
                "bins of equal width from the lowest low to the highest high of period candles; a candle's volume is spread evenly over its range; point_of_control: the middle of the fullest bin; value area: from there the fuller neighbour is added until value_area of the volume is in it",
            EdgeCases =
                "Equal bins: the lowest is the point of control, the upper neighbour is added. One price, or no volume: the middle of the range, and the range.",
            Parameters =
            [
                IndicatorParameter.Period("period", 100, "candles in the profile"),
                new("bins", 24, 2, 1_000, IsWhole: true, "bins of the histogram"),
                new(
                    "value_area",
                    0.7,
                    0.01,
                    1,
                    IsWhole: false,
                    "share of the volume in the value area"
                ),
            ],
            Outputs = ["point_of_control", "value_low", "value_high"],
            Cost = "O(period × bins a candle spans): the bins move with the window's range",
            Warmup = values => values.Whole("period") - 1,
            Lookback = values => Lookback.Of(values.Whole("period") - 1),
            Create = values => new VolumeProfileIndicator(
                values.Whole("period"),
                values.Whole("bins"),
                values["value_area"]
            ),
        };

    protected override void Next(in Bar bar, Span<double> values)
    {
        _window[_seen++ % period] = bar;
        if (_seen >= period)
        {
            _profile.Fill(_window);
            (values[0], values[1], values[2]) = _profile.Find(valueArea);
        }
    }
}
