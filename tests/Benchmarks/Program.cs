using Platform.Benchmarks.Benches;
using Platform.Benchmarks.Harness;

if (args is ["engine-alone", .. var engine])
{
    return EngineAlone.Run(engine);
}

// Open loops block the thread they run on; the calls they make must not wait for the pool to grow.
ThreadPool.SetMinThreads(16, 16);

IBench[] all =
[
    new IngestBench(),
    new IngestEdgeBench(),
    new RollupBench(),
    new LiveSetsBench(),
    new FanoutBench(),
    new TickLatencyBench(),
    new RecentBench(),
    new ScanBench(),
    new TablesBench(),
    new StreamBench(),
    new GatewayBench(),
    new IndicatorsBench(),
    new StartBench(),
];
return await BenchRun.RunAsync(all, args);
