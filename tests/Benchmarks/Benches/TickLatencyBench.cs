using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Load;
using Platform.Stream.V1;
using Platform.Timeseries.V1;

namespace Platform.Benchmarks.Benches;

/// <summary>
/// Time from when a batch was due to be written until its subscriber has it, at a fixed rate; beside it the time until the log
/// alone has the same bytes on disk, at the same rate.
/// </summary>
internal sealed class TickLatencyBench : IBench
{
    private const int Rounds = 5;
    private const int BatchesASecond = 500;
    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "tick-latency";

    public string About => "publish to subscriber at 10k and 50k ticks/s, beside the log's commit";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        await using var suite = await BenchSuite.StartAsync();
        foreach (var rate in (int[])[10_000, 50_000])
        {
            var ours = new Percentiles();
            var log = new Percentiles();
            var rows = rate / BatchesASecond;
            await OursAsync(suite, rows, cancellation);
            await LogAsync(suite, rows, cancellation);
            for (var round = 0; round < Rounds; round++)
            {
                log.Add(await LogAsync(suite, rows, cancellation));
                ours.Add(await OursAsync(suite, rows, cancellation));
            }
            report.AddBound(
                $"{rate:N0} ticks/s, p50",
                ours.P50,
                "≤ commit + 1 ms",
                value => value <= log.P50.Median + 1,
                "log's commit",
                log.P50
            );
            report.AddBound(
                $"{rate:N0} ticks/s, p99",
                ours.P99,
                "≤ 10 ms",
                value => value <= 10,
                "log's commit",
                log.P99
            );
            report.AddRatio($"{rate:N0} ticks/s, p99.9", ours.P999, "log's commit", log.P999);
        }
        report.Notes.Add(
            $"Open loop, {BatchesASecond} batches a second, counted from when each was due; {RoundTime.TotalSeconds:0} s a round. The log's commit: the same bytes at the same rate over PublishStream to the stream service, due to acknowledged."
        );
    }

    private static async Task<List<double>> OursAsync(
        BenchSuite suite,
        int rows,
        CancellationToken cancellation
    )
    {
        var invoker = suite.Open(suite.Timeseries);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var request = new SubscribeTicksRequest
        {
            Start = new TickStart { Now = new StartNow() },
        }.ToByteArray();
        using var subscription = suite
            .Open(suite.Timeseries)
            .AsyncServerStreamingCall(
                RawCalls.SubscribeTicks,
                null,
                suite.Options(suite.Timeseries, end.Token),
                request
            );
        var frames = subscription.ResponseStream;
        while (await frames.MoveNext(end.Token) && !frames.Current.IsCaughtUp) { }

        var count = (int)(BatchesASecond * RoundTime.TotalSeconds);
        var batches = TickTape.OneSymbolEach(count, rows);
        var arrived = new long[count];
        var reading = Task.Run(
            async () =>
            {
                long seen = 0;
                while (seen < (long)count * rows && await frames.MoveNext(end.Token))
                {
                    var before = seen / rows;
                    seen += frames.Current.Rows;
                    var now = Stopwatch.GetTimestamp();
                    arrived.AsSpan((int)before, (int)((seen / rows) - before)).Fill(now);
                }
            },
            cancellation
        );
        using var writing = invoker.AsyncDuplexStreamingCall(
            RawCalls.WriteTicks,
            null,
            suite.Options(suite.Timeseries, end.Token)
        );
        var answers = Drain(writing.ResponseStream, end.Token);
        var loop = new OpenLoop(BatchesASecond);
        for (var i = 0; i < count; i++)
        {
            var number = loop.Next(cancellation);
            await writing.RequestStream.WriteAsync(batches[number], cancellation);
        }
        await writing.RequestStream.CompleteAsync();
        await reading.WaitAsync(Patience, cancellation);
        await answers;
        await end.CancelAsync();
        return Latencies(loop, arrived);
    }

    private static async Task<List<double>> LogAsync(
        BenchSuite suite,
        int rows,
        CancellationToken cancellation
    )
    {
        var count = (int)(BatchesASecond * RoundTime.TotalSeconds);
        var value = TickTape.OneSymbolEach(1, rows)[0];
        using var call = new StreamService.StreamServiceClient(
            suite.Open(suite.Stream)
        ).PublishStream(suite.Options(suite.Stream, cancellation));
        var arrived = new long[count];
        var reading = Task.Run(
            async () =>
            {
                while (await call.ResponseStream.MoveNext(cancellation))
                {
                    arrived[call.ResponseStream.Current.Sequence - 1] = Stopwatch.GetTimestamp();
                }
            },
            cancellation
        );
        var loop = new OpenLoop(BatchesASecond);
        for (var i = 0; i < count; i++)
        {
            var number = loop.Next(cancellation);
            await call.RequestStream.WriteAsync(
                new PublishStreamRequest
                {
                    Topic = "market_events",
                    Sequence = (ulong)number + 1,
                    Records = { new NewRecord { Value = UnsafeByteOperations.UnsafeWrap(value) } },
                },
                cancellation
            );
        }
        await call.RequestStream.CompleteAsync();
        await reading.WaitAsync(Patience, cancellation);
        return Latencies(loop, arrived);
    }

    private static async Task Drain<T>(
        IAsyncStreamReader<T> answers,
        CancellationToken cancellation
    )
    {
        while (await answers.MoveNext(cancellation)) { }
    }

    private static List<double> Latencies(OpenLoop loop, long[] arrived)
    {
        var all = new List<double>(arrived.Length);
        // The first tenth warms up.
        for (var i = arrived.Length / 10; i < arrived.Length; i++)
        {
            all.Add(Stopwatch.GetElapsedTime(loop.DueAt(i), arrived[i]).TotalMilliseconds);
        }
        return all;
    }
}
