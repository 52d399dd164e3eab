namespace Platform.Benchmarks.Harness;

/// <summary>Of each round's latencies, in milliseconds, the three that are quoted.</summary>
internal sealed class Percentiles
{
    public Sample P50 { get; } = new("ms");

    public Sample P99 { get; } = new("ms");

    public Sample P999 { get; } = new("ms");

    public void Add(IReadOnlyCollection<double> latencies)
    {
        P50.Add(Sample.Percentile(latencies, 0.5));
        P99.Add(Sample.Percentile(latencies, 0.99));
        P999.Add(Sample.Percentile(latencies, 0.999));
    }
}
