namespace Platform.Launcher.Books;

/// <summary>Both sides' prices and volumes, kept by applying updates: a volume of 0 takes a price away.</summary>
internal sealed class OrderBook
{
    private readonly SortedDictionary<decimal, double> _bids = new(
        Comparer<decimal>.Create((one, other) => other.CompareTo(one))
    );
    private readonly SortedDictionary<decimal, double> _asks = [];

    public void Apply(BookUpdate update)
    {
        if (update.IsSnapshot)
        {
            _bids.Clear();
            _asks.Clear();
        }
        Apply(_bids, update.Bids);
        Apply(_asks, update.Asks);
    }

    /// <summary>The state of the first levels, best first; a level beyond the book is all zero.</summary>
    public void CopyTo(Span<BookRow> levels)
    {
        levels.Clear();
        var level = 0;
        foreach (var (price, volume) in _bids)
        {
            if (level == levels.Length)
            {
                break;
            }
            levels[level++] = new BookRow((double)price, volume, 0, 0);
        }
        level = 0;
        foreach (var (price, volume) in _asks)
        {
            if (level == levels.Length)
            {
                break;
            }
            levels[level] = levels[level] with { AskPrice = (double)price, AskVolume = volume };
            level++;
        }
    }

    private static void Apply(
        SortedDictionary<decimal, double> side,
        (decimal Price, double Volume)[] changes
    )
    {
        foreach (var (price, volume) in changes)
        {
            if (volume == 0)
            {
                side.Remove(price);
            }
            else
            {
                side[price] = volume;
            }
        }
    }
}
