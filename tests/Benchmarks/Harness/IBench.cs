namespace Platform.Benchmarks.Harness;

/// <summary>One benchmark: starts its own servers, measures ours and the reference, ends within its bound.</summary>
internal interface IBench
{
    string Name { get; }

    /// <summary>One line: what is measured beside what.</summary>
    string About { get; }

    Task RunAsync(Report report, CancellationToken cancellation);
}
