namespace Platform.Timeseries.Indicators.Library.Rolling;

/// <summary>Values that can be joined, the earlier with the later, in any grouping.</summary>
internal interface IFold<TSelf>
    where TSelf : struct, IFold<TSelf>
{
    static abstract TSelf Join(in TSelf earlier, in TSelf later);
}

/// <summary>
/// The fold of the last <paramref name="length"/> items. Nothing is ever taken out of a sum, so nothing cancels and no error
/// builds up: the window is the tail of the block before, folded from its end when that block was full, joined with the
/// block that is filling. One join an item, and once a block as many as it is long.
/// </summary>
internal sealed class RollingFold<T>(int length)
    where T : struct, IFold<T>
{
    private T[] _items = new T[length];
    private T _filling;
    private int _place;

    public bool IsFull { get; private set; }

    /// <summary>The fold of the window, of all items so far while it is not full.</summary>
    public T Value { get; private set; }

    public RollingFold<T> Copy()
    {
        var copy = (RollingFold<T>)MemberwiseClone();
        copy._items = [.. _items];
        return copy;
    }

    public void Add(in T item)
    {
        _filling = _place == 0 ? item : T.Join(_filling, item);
        _items[_place++] = item;
        if (_place < length)
        {
            Value = IsFull ? T.Join(_items[_place], _filling) : _filling;
            return;
        }
        Value = _filling;
        IsFull = true;
        _place = 0;
        for (var i = length - 2; i >= 0; i--)
        {
            _items[i] = T.Join(_items[i], _items[i + 1]);
        }
    }
}
