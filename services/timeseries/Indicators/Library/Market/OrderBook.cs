namespace Platform.Timeseries.Indicators.Library.Market;

/// <summary>A price level of an order book: what rests there.</summary>
internal readonly record struct BookLevel(double Price, double Size);

/// <summary>What an order book's best levels say at one moment.</summary>
/// <param name="Mid">(best bid + best ask) / 2; a side alone: its best price; no side: 0.</param>
/// <param name="MicroPrice">The best prices, each weighted with the size on the other side; mid when there is none.</param>
/// <param name="Spread">Best ask − best bid; 0 with a side missing. Negative in a crossed book.</param>
/// <param name="BidDepth">Σ size of the bid levels counted.</param>
/// <param name="AskDepth">Σ size of the ask levels counted.</param>
/// <param name="Imbalance">(bid depth − ask depth) / (bid depth + ask depth), −1 to 1; an empty book: 0.</param>
internal readonly record struct BookMeasures(
    double Mid,
    double MicroPrice,
    double Spread,
    double BidDepth,
    double AskDepth,
    double Imbalance
)
{
    /// <param name="bids">Best first.</param>
    /// <param name="asks">Best first.</param>
    /// <param name="levels">How many levels of each side count.</param>
    public static BookMeasures Of(
        ReadOnlySpan<BookLevel> bids,
        ReadOnlySpan<BookLevel> asks,
        int levels
    )
    {
        var bidDepth = DepthOf(bids, levels);
        var askDepth = DepthOf(asks, levels);
        var depth = bidDepth + askDepth;
        var imbalance = depth > 0 ? (bidDepth - askDepth) / depth : 0;
        if (bids.IsEmpty || asks.IsEmpty)
        {
            var only = bids.IsEmpty
                ? asks.IsEmpty
                    ? 0
                    : asks[0].Price
                : bids[0].Price;
            return new BookMeasures(only, only, 0, bidDepth, askDepth, imbalance);
        }
        var (bid, ask) = (bids[0], asks[0]);
        var mid = (bid.Price + ask.Price) / 2;
        var top = bid.Size + ask.Size;
        var micro = top > 0 ? ((bid.Price * ask.Size) + (ask.Price * bid.Size)) / top : mid;
        return new BookMeasures(mid, micro, ask.Price - bid.Price, bidDepth, askDepth, imbalance);
    }

    private static double DepthOf(ReadOnlySpan<BookLevel> side, int levels)
    {
        var depth = 0d;
        foreach (var level in side[..Math.Min(levels, side.Length)])
        {
            depth += level.Size;
        }
        return depth;
    }
}

/// <summary>
/// Order flow imbalance (Cont, Kukanov, Stoikov, 2014): what each change of the best levels added to the bid's side and took
/// from the ask's. The first state adds 0.
/// </summary>
internal sealed class OrderFlow
{
    private BookLevel _bid;
    private BookLevel _ask;
    private bool _hasState;

    /// <summary>Σ of all changes so far, in units of size.</summary>
    public double Total { get; private set; }

    /// <returns>What this change contributed.</returns>
    public double Update(BookLevel bid, BookLevel ask)
    {
        var change = 0d;
        if (_hasState)
        {
            change += bid.Price >= _bid.Price ? bid.Size : 0;
            change -= bid.Price <= _bid.Price ? _bid.Size : 0;
            change -= ask.Price <= _ask.Price ? ask.Size : 0;
            change += ask.Price >= _ask.Price ? _ask.Size : 0;
        }
        (_bid, _ask, _hasState) = (bid, ask, true);
        Total += change;
        return change;
    }
}
