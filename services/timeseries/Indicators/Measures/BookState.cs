using Platform.ClickHouse;
using Platform.Timeseries.Indicators.Library.Market;

namespace Platform.Timeseries.Indicators.Measures;

/// <summary>A book in the making: the newest row of each level of market_depth. A volume of 0 empties a side of the level.</summary>
internal sealed class BookState
{
    /// <summary>The level of market_depth is one byte.</summary>
    public const int Levels = 256;
    private readonly BookLevel[] _bids = new BookLevel[Levels];
    private readonly BookLevel[] _asks = new BookLevel[Levels];
    private readonly BookLevel[] _bestBids = new BookLevel[Levels];
    private readonly BookLevel[] _bestAsks = new BookLevel[Levels];

    /// <summary>Takes the row of a block whose columns from <paramref name="first"/> on are level, bid_price, bid_volume, ask_price, ask_volume.</summary>
    public void Take(Block block, int row, int first)
    {
        var level = block.Values<byte>(first)[row];
        _bids[level] = new BookLevel(
            block.Values<double>(first + 1)[row],
            block.Values<double>(first + 2)[row]
        );
        _asks[level] = new BookLevel(
            block.Values<double>(first + 3)[row],
            block.Values<double>(first + 4)[row]
        );
    }

    /// <summary>Measures over the best levels, and the best levels themselves; a side without any is at no price.</summary>
    public (BookMeasures Measures, BookLevel Bid, BookLevel Ask) Measure(int depth)
    {
        var bids = Best(_bids, _bestBids, depth);
        var asks = Best(_asks, _bestAsks, depth);
        return (
            BookMeasures.Of(bids, asks, depth),
            bids.IsEmpty ? default : bids[0],
            asks.IsEmpty ? new BookLevel(double.PositiveInfinity, 0) : asks[0]
        );
    }

    /// <summary>The best levels of each side, best first. What is given is good until the next call.</summary>
    public (ReadOnlyMemory<BookLevel> Bids, ReadOnlyMemory<BookLevel> Asks) Best(int depth) =>
        (
            _bestBids.AsMemory(0, Best(_bids, _bestBids, depth).Length),
            _bestAsks.AsMemory(0, Best(_asks, _bestAsks, depth).Length)
        );

    private static ReadOnlySpan<BookLevel> Best(BookLevel[] side, BookLevel[] into, int depth)
    {
        var count = 0;
        foreach (var level in side)
        {
            if (level.Size > 0 && count < depth)
            {
                into[count++] = level;
            }
        }
        return into.AsSpan(0, count);
    }
}
