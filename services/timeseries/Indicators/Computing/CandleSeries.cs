using Platform.Timeseries.Candles;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators.Computing;

/// <summary>Whose candles: a symbol's, of one length and side, of one broker or (empty) of all.</summary>
internal sealed record CandleSeries(
    string Symbol,
    Timeframe Timeframe,
    PriceSide Side,
    string Broker
)
{
    public Frame Frame { get; } = Frame.Of(Timeframe);
}
