using System.Diagnostics;
using Google.Protobuf;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Load;
using Platform.TestKit;
using Platform.Timeseries.V1;

namespace Platform.Benchmarks.Benches;

/// <summary>What the gateway costs: unary calls and a stream of batches through it, beside the service directly.</summary>
internal sealed class GatewayBench : IBench
{
    private const int Rounds = 5;
    private const int Callers = 32;
    private const long StreamedRows = 2_000_000;
    private static readonly TimeSpan UnaryTime = TimeSpan.FromSeconds(2);

    public string Name => "gateway";

    public string About =>
        "unary requests/s and streamed messages/s through the gateway, beside the service directly";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        await using var suite = await BenchSuite.StartAsync();
        await FilledTable.FillAsync(suite, StreamedRows, cancellation);
        var unary = (Ours: new Sample("calls/s"), Direct: new Sample("calls/s"));
        var latency = (Ours: new Percentiles(), Direct: new Percentiles());
        var streamed = (Ours: new Sample("messages/s"), Direct: new Sample("messages/s"));
        for (var round = -1; round < Rounds; round++)
        {
            var ours = await UnaryAsync(suite, suite.Gateway, cancellation);
            var direct = await UnaryAsync(suite, suite.Timeseries, cancellation);
            var oursStreamed = await StreamedAsync(suite, suite.Gateway, cancellation);
            var directStreamed = await StreamedAsync(suite, suite.Timeseries, cancellation);
            if (round < 0)
            {
                continue;
            }
            unary.Ours.Add(ours.Count / UnaryTime.TotalSeconds);
            unary.Direct.Add(direct.Count / UnaryTime.TotalSeconds);
            latency.Ours.Add(ours);
            latency.Direct.Add(direct);
            streamed.Ours.Add(oursStreamed);
            streamed.Direct.Add(directStreamed);
        }
        report.AddRatio(
            $"unary, {Callers} callers",
            unary.Ours,
            "directly",
            unary.Direct,
            "≥ 0.45",
            ratio => ratio >= 0.45
        );
        report.AddRatio("unary, p50", latency.Ours.P50, "directly", latency.Direct.P50);
        report.AddRatio(
            "streamed batches",
            streamed.Ours,
            "directly",
            streamed.Direct,
            "≥ 0.7",
            ratio => ratio >= 0.7
        );
        report.Notes.Add(
            "Unary: GetRecentTicks(1), one connection, closed loop. Streamed: ReadTicks of the whole table, up to 8,192 rows a message."
        );
    }

    private static Task<List<double>> UnaryAsync(
        BenchSuite suite,
        SuiteProcess door,
        CancellationToken cancellation
    )
    {
        var invoker = suite.Open(door);
        var options = suite.Options(door, cancellation);
        var request = new GetRecentTicksRequest
        {
            Symbol = TickTape.Symbols[0],
            Limit = 1,
        }.ToByteArray();
        return ClosedLoop.RunAsync(
            Callers,
            UnaryTime,
            async _ => await invoker.AsyncUnaryCall(RawCalls.GetRecentTicks, null, options, request)
        );
    }

    private static async Task<double> StreamedAsync(
        BenchSuite suite,
        SuiteProcess door,
        CancellationToken cancellation
    )
    {
        var request = new ReadTicksRequest { Symbols = { TickTape.Symbols } }.ToByteArray();
        var clock = Stopwatch.StartNew();
        using var call = suite
            .Open(door)
            .AsyncServerStreamingCall(
                RawCalls.ReadTicks,
                null,
                suite.Options(door, cancellation),
                request
            );
        long messages = 0;
        while (await call.ResponseStream.MoveNext(cancellation))
        {
            messages++;
        }
        return messages / clock.Elapsed.TotalSeconds;
    }
}
