using System.Diagnostics;
using Google.Protobuf;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Load;
using Platform.Stream.V1;
using Platform.TestKit;
using Platform.Timeseries.V1;

namespace Platform.Benchmarks.Benches;

/// <summary>What the gateway costs: unary calls and a stream of batches through it, beside the service directly.</summary>
internal sealed class GatewayBench : IBench
{
    private const int Rounds = 5;
    private const int Callers = 32;
    private const int Batches = 1_024;
    private const int TimesARound = 3;
    private const int MessageBytes = 64 << 10;
    private static readonly TimeSpan UnaryTime = TimeSpan.FromSeconds(2);

    public string Name => "gateway";

    public string About =>
        "unary requests/s and streamed messages/s through the gateway, beside the service directly";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        await using var suite = await BenchSuite.StartAsync();
        await TickSender.SendAsync(
            suite.Open(suite.Timeseries),
            () => suite.Options(suite.Timeseries, cancellation),
            TickTape.OneSymbolEach(Batches),
            calls: 2
        );
        var unary = (Ours: new Sample("calls/s"), Direct: new Sample("calls/s"));
        var latency = (Ours: new Percentiles(), Direct: new Percentiles());
        var streamed = (Ours: new Sample("messages/s"), Direct: new Sample("messages/s"));
        for (var round = -1; round < Rounds; round++)
        {
            var ours = await UnaryAsync(suite, suite.Gateway, cancellation);
            var direct = await UnaryAsync(suite, suite.Timeseries, cancellation);
            var oursStreamed = await StreamedAsync(suite, suite.Gateway, cancellation);
            var directStreamed = await StreamedAsync(suite, suite.Stream, cancellation);
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
            "Unary: GetRecentTicks(1), one connection, closed loop. Streamed: the log's records of 2,048 ticks each as they are, about one a message, from the stream service."
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
        var request = new SubscribeRequest
        {
            Topic = "mt5_tick_stream",
            Earliest = new Earliest(),
            MaxBatchBytes = MessageBytes,
        }.ToByteArray();
        var invoker = suite.Open(door);
        var clock = Stopwatch.StartNew();
        long messages = 0;
        for (var time = 0; time < TimesARound; time++)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            using var call = invoker.AsyncServerStreamingCall(
                RawCalls.SubscribeLog,
                null,
                suite.Options(door, end.Token),
                request
            );
            for (var records = 0; records < Batches; )
            {
                await call.ResponseStream.MoveNext(end.Token);
                records += call.ResponseStream.Current.Rows;
                messages++;
            }
            await end.CancelAsync();
        }
        return messages / clock.Elapsed.TotalSeconds;
    }
}
