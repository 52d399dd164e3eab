namespace Platform.Timeseries.Indicators.Storage;

/// <summary>
/// A row's values in one run: a number for each column of the table, then each of its lists as its length and its values. Two
/// rows with the same run are the same row.
/// </summary>
internal static class RowValues
{
    public static double[] Of(ReadOnlySpan<double> numbers, params ReadOnlySpan<double[]> lists)
    {
        var values = new List<double>();
        values.AddRange(numbers);
        foreach (var list in lists)
        {
            values.Add(list.Length);
            values.AddRange(list);
        }
        return [.. values];
    }

    /// <param name="values">Of a row.</param>
    /// <param name="numbers">How many there are before the lists.</param>
    /// <param name="list">Which list, by place.</param>
    public static ReadOnlySpan<double> ListOf(double[] values, int numbers, int list)
    {
        var at = numbers;
        for (; list > 0; list--)
        {
            at += 1 + (int)values[at];
        }
        return values.AsSpan(at + 1, (int)values[at]);
    }
}
