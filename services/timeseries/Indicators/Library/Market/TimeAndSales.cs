namespace Platform.Timeseries.Indicators.Library.Market;

/// <summary>A line of time and sales.</summary>
/// <param name="Side">Who took: by the quote rule, where that is silent by the tick rule.</param>
/// <param name="CumulativeVolume">Σ volume since the start.</param>
/// <param name="Vwap">Σ price × volume / Σ volume since the start; the price while there is no volume.</param>
/// <param name="Delta">Σ volume bought − Σ volume sold since the start.</param>
/// <param name="IsBlock">Whether the trade alone is a block.</param>
internal readonly record struct Sale(
    TradeSide Side,
    double CumulativeVolume,
    double Vwap,
    double Delta,
    bool IsBlock
);

/// <summary>All that time and sales know between two trades.</summary>
/// <param name="Price">Of the last trade; null: there was none.</param>
/// <param name="LastChange">Buy when the price rose at its last change, Sell when it fell.</param>
internal readonly record struct SalesState(
    double Volume,
    double Money,
    double Delta,
    double? Price,
    TradeSide LastChange
);

/// <summary>
/// Time and sales of one symbol, trade by trade. Lee and Ready (1991): a trade above the mid was bought, below it sold; at
/// the mid, or without a quote, it has the side of the last change of price. Before any change it is unknown.
/// </summary>
/// <param name="blockVolume">From which volume a trade is a block.</param>
/// <param name="from">Where it goes on; default: nothing was traded before.</param>
internal sealed class TimeAndSales(double blockVolume, SalesState from = default)
{
    private double _volume = from.Volume;
    private double _money = from.Money;
    private double _delta = from.Delta;
    private double _price = from.Price ?? double.NaN;
    private TradeSide _lastChange = from.LastChange;

    public SalesState State =>
        new(_volume, _money, _delta, double.IsNaN(_price) ? null : _price, _lastChange);

    /// <param name="price">Of the trade.</param>
    /// <param name="volume">Of the trade.</param>
    /// <param name="bid">The best bid before it; 0: none.</param>
    /// <param name="ask">The best ask before it; 0: none.</param>
    public Sale Update(double price, double volume, double bid, double ask)
    {
        _lastChange =
            price > _price ? TradeSide.Buy
            : price < _price ? TradeSide.Sell
            : _lastChange;
        _price = price;
        var side = SideOf(price, bid, ask);
        _volume += volume;
        _money += price * volume;
        _delta += side switch
        {
            TradeSide.Buy => volume,
            TradeSide.Sell => -volume,
            _ => 0,
        };
        return new Sale(
            side,
            _volume,
            _volume > 0 ? _money / _volume : price,
            _delta,
            volume >= blockVolume
        );
    }

    private TradeSide SideOf(double price, double bid, double ask)
    {
        var mid = bid > 0 && ask > 0 ? (bid + ask) / 2 : price;
        return price > mid ? TradeSide.Buy
            : price < mid ? TradeSide.Sell
            : _lastChange;
    }
}
