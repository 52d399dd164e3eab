using Platform.Benchmarks.Benches;
using Platform.Benchmarks.Harness;

if (args is ["engine-alone", .. var engine])
{
    return EngineAlone.Run(engine);
}

IBench[] all =
[
    new IngestBench(),
    new IngestEdgeBench(),
    new FanoutBench(),
    new TickLatencyBench(),
    new RecentBench(),
    new ScanBench(),
    new StreamBench(),
    new GatewayBench(),
    new StartBench(),
];
return await BenchRun.RunAsync(all, args);
