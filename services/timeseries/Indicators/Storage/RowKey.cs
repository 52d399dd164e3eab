using Platform.Timeseries.Indicators.Measures;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>Which row of a series: its candle's, and where several sessions may end in a candle, which session's.</summary>
internal readonly record struct RowKey(long TimeUs, SessionOccurrence? Session = null)
{
    public static IComparer<RowKey> Rising { get; } = Comparer<RowKey>.Create(Compare);

    private static int Compare(RowKey left, RowKey right)
    {
        var order = left.TimeUs.CompareTo(right.TimeUs);
        if (order != 0 || left.Session is not { } one || right.Session is not { } other)
        {
            return order;
        }
        order = (one.OpenUs, one.CloseUs).CompareTo((other.OpenUs, other.CloseUs));
        return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
    }
}
