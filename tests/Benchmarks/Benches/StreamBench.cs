using System.Diagnostics;
using Google.Protobuf;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Load;
using Platform.Stream.V1;

namespace Platform.Benchmarks.Benches;

/// <summary>
/// Publish until durable at a fixed rate, and records a second in batches; beside them Microsoft FASTER's log in this process,
/// without a wire, an index, request ids or partitions.
/// </summary>
internal sealed class StreamBench : IBench
{
    private const int Rounds = 5;
    private const int RecordBytes = 100;
    private const int RecordsABatch = 1_000;
    private const int Batches = 500;
    private const int PublishesASecond = 200;
    private static readonly TimeSpan LatencyTime = TimeSpan.FromSeconds(3);

    public string Name => "stream";

    public string About => "Publish durable p50/p99 and records/s batched, beside FASTER's log";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        await using var suite = await BenchSuite.StartAsync();
        var value = new byte[RecordBytes];
        new Random(1).NextBytes(value);
        var requests = Requests(value);
        var latency = new Percentiles();
        var commit = new Percentiles();
        var batched = new Sample("records/s");
        var log = new Sample("records/s");
        await BatchedAsync(suite, requests, cancellation);
        await FasterAlone.BatchedAsync(value, RecordsABatch, Batches);
        for (var round = 0; round < Rounds; round++)
        {
            batched.Add(await BatchedAsync(suite, requests, cancellation));
            log.Add(await FasterAlone.BatchedAsync(value, RecordsABatch, Batches));
            latency.Add(await PublishAsync(suite, value, cancellation));
            commit.Add(await FasterAlone.CommitsAsync(value, PublishesASecond));
        }
        report.AddBound(
            "Publish, durable, p50",
            latency.P50,
            "≤ 2 ms",
            value => value <= 2,
            "FASTER's commit",
            commit.P50
        );
        report.AddRatio("Publish, durable, p99", latency.P99, "FASTER's commit", commit.P99);
        report.AddRatio(
            $"PublishStream, {RecordsABatch:N0} records a message",
            batched,
            "FASTER's log, in-process",
            log,
            "≥ 0.7 of the log",
            ratio => ratio >= 0.7
        );
        report.Notes.Add(
            $"Records of {RecordBytes} bytes over 12 partitions; Publish is open loop, {PublishesASecond} a second, counted from when due. FASTER alone: one thread appends, each message's worth is committed while the next is appended."
        );
    }

    private static byte[][] Requests(byte[] value)
    {
        var encoded = new byte[Batches][];
        for (var i = 0; i < Batches; i++)
        {
            var request = new PublishStreamRequest
            {
                Topic = "mt5_tick_stream_bench",
                Sequence = (ulong)i + 1,
            };
            for (var record = 0; record < RecordsABatch; record++)
            {
                request.Records.Add(
                    new NewRecord
                    {
                        Partition = (uint)(record % 12),
                        Value = UnsafeByteOperations.UnsafeWrap(value),
                    }
                );
            }
            encoded[i] = request.ToByteArray();
        }
        return encoded;
    }

    private static async Task<double> BatchedAsync(
        BenchSuite suite,
        byte[][] requests,
        CancellationToken cancellation
    )
    {
        var invoker = suite.Open(suite.Stream);
        var options = suite.Options(suite.Stream, cancellation);
        await new StreamService.StreamServiceClient(invoker).CreateTopicAsync(
            new CreateTopicRequest
            {
                Topic = new Topic { Name = "mt5_tick_stream_bench", Partitions = 12 },
            },
            options
        );
        var clock = Stopwatch.StartNew();
        using var call = invoker.AsyncDuplexStreamingCall(RawCalls.PublishStream, null, options);
        var reading = Task.Run(
            async () =>
            {
                long acknowledged = 0;
                while (await call.ResponseStream.MoveNext(cancellation))
                {
                    acknowledged += call.ResponseStream.Current.Acks.Count;
                }
                return acknowledged;
            },
            cancellation
        );
        foreach (var request in requests)
        {
            await call.RequestStream.WriteAsync(request, cancellation);
        }
        await call.RequestStream.CompleteAsync();
        var records = await reading;
        return records == (long)Batches * RecordsABatch
            ? records / clock.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"{records} records were acknowledged");
    }

    private static async Task<List<double>> PublishAsync(
        BenchSuite suite,
        byte[] value,
        CancellationToken cancellation
    )
    {
        var client = new StreamService.StreamServiceClient(suite.Open(suite.Stream));
        var options = suite.Options(suite.Stream, cancellation);
        var loop = new OpenLoop(PublishesASecond);
        var count = (int)(PublishesASecond * LatencyTime.TotalSeconds);
        var running = new List<Task<double>>(count);
        for (var i = 0; i < count; i++)
        {
            running.Add(OneAsync(loop.Next(cancellation)));
        }
        return [.. (await Task.WhenAll(running)).Skip(count / 10)];

        async Task<double> OneAsync(long number)
        {
            await client.PublishAsync(
                new PublishRequest
                {
                    Topic = "trading_signals",
                    Records = { new NewRecord { Value = UnsafeByteOperations.UnsafeWrap(value) } },
                },
                options
            );
            return Stopwatch
                .GetElapsedTime(loop.DueAt(number), Stopwatch.GetTimestamp())
                .TotalMilliseconds;
        }
    }
}
