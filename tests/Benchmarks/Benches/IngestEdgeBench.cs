using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Load;

namespace Platform.Benchmarks.Benches;

/// <summary>The same as ingest through the gateway, beside the service directly; rounds take turns.</summary>
internal sealed class IngestEdgeBench : IBench
{
    private const int Rounds = 5;
    private const int Batches = 512;
    private const int Calls = 2;

    public string Name => "ingest-edge";

    public string About => "ingest through the gateway, beside the service directly";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        await using var suite = await BenchSuite.StartAsync();
        var edge = suite.Open(suite.Gateway);
        var direct = suite.Open(suite.Timeseries);
        var batches = TickTape.OneSymbolEach(Batches);
        await IngestRound.RunAsync(suite, edge, suite.Gateway, batches, Calls);
        await IngestRound.RunAsync(suite, direct, suite.Timeseries, batches, Calls);
        var readable = (Ours: new Sample("ticks/s"), Direct: new Sample("ticks/s"));
        var acknowledged = (Ours: new Sample("ticks/s"), Direct: new Sample("ticks/s"));
        for (var round = 0; round < Rounds; round++)
        {
            var ours = await IngestRound.RunAsync(suite, edge, suite.Gateway, batches, Calls);
            readable.Ours.Add(ours.Rows / ours.Readable.TotalSeconds);
            acknowledged.Ours.Add(ours.Rows / ours.Acknowledged.TotalSeconds);
            var beside = await IngestRound.RunAsync(
                suite,
                direct,
                suite.Timeseries,
                batches,
                Calls
            );
            readable.Direct.Add(beside.Rows / beside.Readable.TotalSeconds);
            acknowledged.Direct.Add(beside.Rows / beside.Acknowledged.TotalSeconds);
        }
        report.AddRatio(
            "acknowledged and readable",
            readable.Ours,
            "without the gateway",
            readable.Direct,
            "≥ 0.8",
            ratio => ratio >= 0.8
        );
        report.AddRatio(
            "acknowledged",
            acknowledged.Ours,
            "without the gateway",
            acknowledged.Direct
        );
    }
}
