using Platform.Timeseries.Indicators.Library.Market;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators.Measures;

/// <summary>
/// Time and sales of one symbol from its ticks: a tick with a last price and a volume is a trade, and the quote in force is
/// that of the tick before it.
/// </summary>
internal sealed class SalesTape(double blockVolume, SalesState from = default)
{
    private readonly TimeAndSales _sales = new(blockVolume, from);

    public SalesState State => _sales.State;

    /// <summary>At the start of a range: what came before it decides the quote in force and the last change of price, not the sums.</summary>
    public static async Task<SalesTape> BeginAsync(
        StoredTicks ticks,
        TickRange range,
        double blockVolume,
        CancellationToken cancellation
    )
    {
        var quote = await ticks.NewestBeforeAsync(
            range.Symbol,
            range.Broker,
            range.StartUs,
            cancellation
        );
        var (price, before) = await ticks.PricesBeforeAsync(
            range.Symbol,
            range.Broker,
            range.StartUs,
            cancellation
        );
        var change =
            before == 0 ? Library.Market.TradeSide.Unknown
            : price > before ? Library.Market.TradeSide.Buy
            : Library.Market.TradeSide.Sell;
        var sales = new SalesState(0, 0, 0, price > 0 ? price : null, change);
        return new SalesTape(blockVolume, sales)
        {
            Bid = quote?.Tick.Bid ?? 0,
            Ask = quote?.Tick.Ask ?? 0,
        };
    }

    /// <summary>The quote in force; 0: none.</summary>
    public double Bid { get; set; }

    public double Ask { get; set; }

    /// <returns>Whether the tick was a trade, and a row was added.</returns>
    public bool Take(in Tick tick, SaleBatch into)
    {
        var isTrade = tick is { Last: > 0, Volume: > 0 };
        if (isTrade)
        {
            var sale = _sales.Update(tick.Last, tick.Volume, Bid, Ask);
            into.TimeUs.Add(tick.TimeUs);
            into.Price.Add(tick.Last);
            into.Volume.Add(tick.Volume);
            into.Side.Add(SideOf(sale.Side));
            into.Bid.Add(Bid);
            into.Ask.Add(Ask);
            into.CumulativeVolume.Add(sale.CumulativeVolume);
            into.Vwap.Add(sale.Vwap);
            into.Delta.Add(sale.Delta);
            into.Block.Add(sale.IsBlock);
        }
        (Bid, Ask) = (tick.Bid, tick.Ask);
        return isTrade;
    }

    private static V1.TradeSide SideOf(Library.Market.TradeSide side) =>
        side switch
        {
            Library.Market.TradeSide.Buy => V1.TradeSide.Buy,
            Library.Market.TradeSide.Sell => V1.TradeSide.Sell,
            _ => V1.TradeSide.Unspecified,
        };
}
