using System.Globalization;
using System.Text.Json;

namespace Platform.Launcher.Books;

/// <summary>One side's prices and volumes, kept by applying changes: a volume of 0 takes a price away.</summary>
public sealed class OrderBook
{
    private readonly SortedDictionary<decimal, double> _bids = new(
        Comparer<decimal>.Create((one, other) => other.CompareTo(one))
    );
    private readonly SortedDictionary<decimal, double> _asks = [];

    public void Clear()
    {
        _bids.Clear();
        _asks.Clear();
    }

    /// <param name="data">An object with b and a, each a list of [price, volume] as text.</param>
    public void Apply(JsonElement data)
    {
        Apply(_bids, data.GetProperty("b"));
        Apply(_asks, data.GetProperty("a"));
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

    private static void Apply(SortedDictionary<decimal, double> side, JsonElement changes)
    {
        foreach (var change in changes.EnumerateArray())
        {
            var price = decimal.Parse(change[0].GetString()!, CultureInfo.InvariantCulture);
            var volume = double.Parse(change[1].GetString()!, CultureInfo.InvariantCulture);
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

/// <summary>The state of one level.</summary>
public readonly record struct BookRow(
    double BidPrice,
    double BidVolume,
    double AskPrice,
    double AskVolume
);
