using System.Diagnostics;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Load;

namespace Platform.Benchmarks.Benches;

/// <summary>
/// Ticks acknowledged durable over WriteTicks and readable in ClickHouse, beside the engine alone that is given the same rows
/// and columns as Native blocks.
/// </summary>
internal sealed class IngestBench : IBench
{
    private const int Rounds = 5;
    private const int WarmUps = 4;
    private const int Batches = 1024;
    private const int Calls = 2;
    private const double TicksASecondMin = 650_000;

    public string Name => "ingest";

    public string About =>
        "ticks/s acknowledged and readable in ClickHouse, beside the engine alone fed the same rows";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        await using var suite = await BenchSuite.StartAsync();
        var invoker = suite.Open(suite.Timeseries);
        var batches = TickTape.OneSymbolEach(Batches);
        for (var i = 0; i < WarmUps; i++)
        {
            await IngestRound.RunAsync(suite, invoker, suite.Timeseries, batches, Calls);
        }
        using var reference = await EngineReference.PrepareAsync(suite, cancellation);

        var acknowledged = new Sample("ticks/s");
        var readable = new Sample("ticks/s");
        var overHttp = new Sample("ticks/s");
        var inProcess = new Sample("ticks/s");
        var processor = new Sample("µs/tick");
        for (var round = 0; round < Rounds; round++)
        {
            var before = Machine.ProcessorTime(suite.Timeseries.Pid);
            var done = await IngestRound.RunAsync(suite, invoker, suite.Timeseries, batches, Calls);
            var used = Machine.ProcessorTime(suite.Timeseries.Pid) - before;
            acknowledged.Add(done.Rows / done.Acknowledged.TotalSeconds);
            readable.Add(done.Rows / done.Readable.TotalSeconds);
            processor.Add(used.TotalMicroseconds / done.Rows);
            overHttp.Add(await reference.RoundOverHttpAsync(cancellation));
        }
        var mixed = await MixedAsync(suite, invoker);
        foreach (var rate in await reference.RoundsInProcessAsync(Rounds, cancellation))
        {
            inProcess.Add(rate);
        }
        var best = overHttp.Median > inProcess.Median ? overHttp : inProcess;
        report.AddRatio(
            "acknowledged and readable",
            readable,
            "engine alone, the faster way",
            best,
            "≥ 0.5 of the engine",
            ratio => ratio >= 0.5
        );
        report.AddBound(
            "acknowledged and readable",
            readable,
            "≥ 650k ticks/s",
            rate => rate >= TicksASecondMin
        );
        report.Add("acknowledged (durable in the log)", acknowledged);
        report.Add("the same, 16 symbols in each batch", mixed);
        report.AddRatio("engine alone over HTTP", overHttp, "engine alone in-process", inProcess);
        report.Add("processor time of timeseries", processor);
        report.Notes.Add(
            $"Batches of {TickTape.SweetSpotRows} rows, {Calls} calls, {Batches * TickTape.SweetSpotRows:N0} ticks a round; the engine gets blocks of {EngineReference.BlockRows:N0} rows into a table of the same definition, fsync included. Its blocks were read back from the ticks table and so come sorted, which spares it the sorting that ours need."
        );
    }

    private static async Task<Sample> MixedAsync(BenchSuite suite, Grpc.Core.CallInvoker invoker)
    {
        var rates = new Sample("ticks/s");
        var batches = TickTape.AllSymbolsEach(Batches / 4);
        for (var round = 0; round < Rounds; round++)
        {
            var done = await IngestRound.RunAsync(suite, invoker, suite.Timeseries, batches, Calls);
            rates.Add(done.Rows / done.Readable.TotalSeconds);
        }
        return rates;
    }
}

/// <summary>One round of ingest, from the first byte to the last row that a query sees.</summary>
internal readonly record struct IngestRound(TimeSpan Acknowledged, TimeSpan Readable, long Rows)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    public static async Task<IngestRound> RunAsync(
        BenchSuite suite,
        Grpc.Core.CallInvoker invoker,
        Platform.TestKit.SuiteProcess door,
        byte[][] batches,
        int calls
    )
    {
        var before = await suite.CountAsync();
        var clock = Stopwatch.StartNew();
        var (took, rows) = await TickSender.SendAsync(
            invoker,
            () => suite.Options(door),
            batches,
            calls
        );
        while (await suite.CountAsync() < before + rows)
        {
            await Task.Delay(Poll);
        }
        var readable = clock.Elapsed;
        var after = await suite.CountAsync();
        return after == before + rows
            ? new IngestRound(took, readable, rows)
            : throw new InvalidOperationException(
                $"{rows} ticks were acknowledged, but {after - before} are stored"
            );
    }
}
