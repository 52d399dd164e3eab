using Platform.Timeseries.Indicators.Computing;
using Platform.Timeseries.Indicators.Library.Market;
using Platform.Timeseries.Ticks.Model;

namespace Platform.Timeseries.Indicators.Measures;

/// <summary>The trades of one candle, tick by tick.</summary>
internal sealed class CandleSales
{
    private readonly TimeAndSales _sales;
    private double _bid;
    private double _ask;
    private long _tickUs;

    // Null: it was before the range that is read, so its time is not known.
    private long? _tradeUs;
    private long? _otherPriceUs;
    private (double Price, double Volume, Sale Sale)? _last;

    public CandleSales(long openUs, SalesTape before)
    {
        (OpenUs, _bid, _ask) = (openUs, before.Bid, before.Ask);
        _sales = new TimeAndSales(double.PositiveInfinity, before.State);
    }

    private CandleSales(long openUs, CandleSales before)
    {
        (OpenUs, _bid, _ask) = (openUs, before._bid, before._ask);
        (_tradeUs, _otherPriceUs) = (before._tradeUs, before._otherPriceUs);
        var state = before._sales.State;
        _sales = new TimeAndSales(
            double.PositiveInfinity,
            state with
            {
                Volume = 0,
                Money = 0,
                Delta = 0,
            }
        );
    }

    public long OpenUs { get; }

    /// <summary>Its own trades changed the price: no trade after it depends on one before it.</summary>
    public bool HidesWhatWasBefore { get; private set; }

    /// <summary>The next candle with ticks, begun from this one; null when something that decides it is, or may be, older than the lookback.</summary>
    public CandleSales? Next(long openUs, long oldestUs)
    {
        var state = _sales.State;
        var isQuoteKnown = _tickUs >= oldestUs;
        var isPriceKnown = state.Price is null || _tradeUs >= oldestUs;
        var isChangeKnown = state.LastChange == TradeSide.Unknown || _otherPriceUs >= oldestUs;
        return isQuoteKnown && isPriceKnown && isChangeKnown ? new CandleSales(openUs, this) : null;
    }

    public void Take(in Tick tick)
    {
        if (tick is { Last: > 0, Volume: > 0 })
        {
            var before = _sales.State.Price;
            if (before is { } price && price != tick.Last)
            {
                _otherPriceUs = _tradeUs;
                HidesWhatWasBefore |= _last is not null;
            }
            var sale = _sales.Update(tick.Last, tick.Volume, _bid, _ask);
            _tradeUs = tick.TimeUs;
            _last = (tick.Last, tick.Volume, sale);
        }
        (_bid, _ask, _tickUs) = (tick.Bid, tick.Ask, tick.TimeUs);
    }

    public void AddTo(IndicatorRows rows)
    {
        if (_last is not { } last)
        {
            return;
        }
        rows.OpenTimeUs.Add(OpenUs);
        rows.Ready.Add(true);
        ReadOnlySpan<double> values =
        [
            last.Price,
            last.Volume,
            last.Sale.Side switch
            {
                TradeSide.Buy => 1,
                TradeSide.Sell => -1,
                _ => 0,
            },
            last.Sale.CumulativeVolume,
            last.Sale.Vwap,
        ];
        for (var i = 0; i < values.Length; i++)
        {
            rows.Values[i].Add(values[i]);
        }
    }
}
