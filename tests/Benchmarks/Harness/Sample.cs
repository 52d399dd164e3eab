namespace Platform.Benchmarks.Harness;

/// <summary>One figure of every round. Quoted by its median, with the least and the greatest.</summary>
internal sealed class Sample(string unit)
{
    private readonly List<double> _rounds = [];

    public string Unit { get; } = unit;

    public IReadOnlyList<double> Rounds => _rounds;

    public double Median => Percentile(_rounds, 0.5);

    public double Min => _rounds.Min();

    public double Max => _rounds.Max();

    public void Add(double value) => _rounds.Add(value);

    /// <summary>The value below which the given share of the values is; the middle of two for an even median.</summary>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
        {
            return double.NaN;
        }
        var place = share * (sorted.Length - 1);
        var low = (int)place;
        var high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + ((sorted[high] - sorted[low]) * (place - low));
    }
}
