namespace Platform.Benchmarks.Harness;

/// <summary>A line of the table: ours beside the reference, and what is asked of them.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Ours">Ours, by round.</param>
/// <param name="ReferenceName">What stands beside it; empty: nothing.</param>
/// <param name="Reference">The reference, by round.</param>
/// <param name="Target">What is asked, in words; empty: printed for the reader only.</param>
/// <param name="Met">Whether it was reached; null without a target.</param>
internal sealed record Line(
    string What,
    Sample Ours,
    string ReferenceName,
    Sample? Reference,
    string Target,
    bool? Met
)
{
    public double? Ratio => Reference is null ? null : Ours.Median / Reference.Median;
}

/// <summary>What a benchmark found.</summary>
internal sealed class Report
{
    public List<Line> Lines { get; } = [];

    /// <summary>What the reader must know to judge the figures.</summary>
    public List<string> Notes { get; } = [];

    public void Add(string what, Sample ours) =>
        Lines.Add(new Line(what, ours, "", null, "", null));

    /// <summary>Ours beside a reference; the target is a ratio of medians.</summary>
    public void AddRatio(
        string what,
        Sample ours,
        string referenceName,
        Sample reference,
        string target = "",
        Func<double, bool>? met = null
    ) =>
        Lines.Add(
            new Line(
                what,
                ours,
                referenceName,
                reference,
                target,
                met?.Invoke(ours.Median / reference.Median)
            )
        );

    /// <summary>Ours against a bound of its own.</summary>
    public void AddBound(
        string what,
        Sample ours,
        string target,
        Func<double, bool> met,
        string referenceName = "",
        Sample? reference = null
    ) => Lines.Add(new Line(what, ours, referenceName, reference, target, met(ours.Median)));
}
