using System.Diagnostics;
using Google.Protobuf;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Load;
using Platform.Timeseries.V1;

namespace Platform.Benchmarks.Benches;

/// <summary>
/// Ticks delivered to all subscribers together. Beside it one Redis channel with as many subscribers, once with a tick a
/// message, as ticks are published over Redis, and once with the whole encoded batch a message.
/// </summary>
internal sealed class FanoutBench : IBench
{
    private const int Rounds = 5;
    private const int Rows = 512;

    /// <summary>Ticks delivered in one round, about, whatever the number of subscribers.</summary>
    private const int Delivered = 20_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Name => "fanout";

    public string About =>
        "ticks/s delivered to 1, 100, 1,000 subscribers, beside a Redis pub/sub channel";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        await using var suite = await BenchSuite.StartAsync();
        await using var redis = await RedisServer.StartAsync(cancellation);
        foreach (var subscribers in (int[])[1, 100, 1_000])
        {
            var ours = new Sample("ticks/s");
            var processor = new Sample("ns");
            var batches = TickTape.OneSymbolEach(BatchesFor(subscribers), Rows);
            var rows = (long)batches.Length * Rows;
            await using (var crowd = await Crowd.GatherAsync(suite, subscribers, cancellation))
            {
                await OursAsync(suite, crowd, batches);
                for (var round = 0; round < Rounds; round++)
                {
                    var before = Machine.ProcessorTime(suite.Timeseries.Pid);
                    var took = await OursAsync(suite, crowd, batches);
                    var used = Machine.ProcessorTime(suite.Timeseries.Pid) - before;
                    ours.Add(rows * subscribers / took.TotalSeconds);
                    processor.Add(used.TotalMicroseconds * 1_000 / (rows * subscribers));
                }
            }
            var single = new Sample("ticks/s");
            var whole = new Sample("ticks/s");
            // One row's share of the batch, so that both carry the same bytes a tick.
            var tick = batches[0].AsMemory(0, batches[0].Length / Rows);
            await using (
                var readers = await RedisCrowd.GatherAsync(redis, subscribers, cancellation)
            )
            {
                var messages = Math.Max(500, 1_000_000 / subscribers);
                for (var round = 0; round < Rounds; round++)
                {
                    var took = await readers.PublishAsync(tick, messages, Patience);
                    single.Add((double)messages * subscribers / took.TotalSeconds);
                    took = await readers.PublishAsync(batches[0], batches.Length, Patience);
                    whole.Add(rows * subscribers / took.TotalSeconds);
                }
            }
            report.AddRatio(
                $"delivered to {subscribers:N0}",
                ours,
                "Redis, a tick a message",
                single,
                subscribers == 100 ? "≥ 5 at 100" : "",
                subscribers == 100 ? ratio => ratio >= 5 : null
            );
            report.AddRatio(
                $"delivered to {subscribers:N0}",
                ours,
                "Redis, a batch a message",
                whole,
                subscribers == 100 ? "≥ 5 at 100" : "",
                subscribers == 100 ? ratio => ratio >= 5 : null
            );
            report.Add($"processor time, ns a tick delivered, {subscribers:N0}", processor);
        }
        report.Notes.Add(
            $"Batches of {Rows} rows, {TickTape.OneSymbolEach(1, Rows)[0].Length:N0} bytes; clients of both sides are on the same cores. Each batch is encoded once and its bytes shared: what a subscriber costs is the last line, flat when bytes copied are flat."
        );
    }

    private static int BatchesFor(int subscribers) =>
        Math.Clamp(Delivered / Rows / subscribers, 32, 2_048);

    private static async Task<TimeSpan> OursAsync(BenchSuite suite, Crowd crowd, byte[][] batches)
    {
        var expected = (long)batches.Length * Rows;
        crowd.Expect(expected);
        var clock = Stopwatch.StartNew();
        await TickSender.SendAsync(
            crowd.Writer,
            () => suite.Options(suite.Timeseries),
            batches,
            calls: 1
        );
        await crowd.AllHaveItAsync(Patience);
        return clock.Elapsed;
    }
}

/// <summary>Subscribers of all symbols, spread over a few connections.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int ConnectionsMax = 8;
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _reading = [];
    private long _expected;
    private CountdownEvent _complete = new(1);

    public required Grpc.Core.CallInvoker Writer { get; init; }

    public static async Task<Crowd> GatherAsync(
        BenchSuite suite,
        int subscribers,
        CancellationToken cancellation
    )
    {
        var crowd = new Crowd { Writer = suite.Open(suite.Timeseries) };
        var request = new SubscribeTicksRequest
        {
            Start = new TickStart { Now = new StartNow() },
            HeartbeatMs = 60_000,
        }.ToByteArray();
        var invokers = Enumerable
            .Range(0, Math.Min(ConnectionsMax, subscribers))
            .Select(_ => suite.Open(suite.Timeseries))
            .ToArray();
        var ready = new List<Task>();
        for (var i = 0; i < subscribers; i++)
        {
            var live = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var invoker = invokers[i % invokers.Length];
            crowd._reading.Add(
                Task.Run(() => crowd.ReadAsync(suite, invoker, request, live), cancellation)
            );
            ready.Add(live.Task);
        }
        await Task.WhenAll(ready).WaitAsync(TimeSpan.FromSeconds(60), cancellation);
        return crowd;
    }

    /// <summary>Each subscriber is to get so many more ticks.</summary>
    public void Expect(long rows)
    {
        _complete = new CountdownEvent(_reading.Count);
        Interlocked.Add(ref _expected, rows);
    }

    public Task AllHaveItAsync(TimeSpan patience) =>
        Task.Run(() =>
        {
            if (!_complete.Wait(patience))
            {
                throw new TimeoutException(
                    $"{_complete.CurrentCount} subscribers still lack ticks after {patience.TotalSeconds} s"
                );
            }
        });

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task ReadAsync(
        BenchSuite suite,
        Grpc.Core.CallInvoker invoker,
        byte[] request,
        TaskCompletionSource live
    )
    {
        long rows = 0;
        try
        {
            using var call = invoker.AsyncServerStreamingCall(
                RawCalls.SubscribeTicks,
                null,
                suite.Options(suite.Timeseries, _end.Token),
                request
            );
            while (await call.ResponseStream.MoveNext(_end.Token))
            {
                var frame = call.ResponseStream.Current;
                if (frame.IsCaughtUp)
                {
                    live.TrySetResult();
                }
                if (frame.Rows == 0)
                {
                    continue;
                }
                rows += frame.Rows;
                if (rows >= Interlocked.Read(ref _expected))
                {
                    _complete.Signal();
                }
            }
        }
        catch (Grpc.Core.RpcException) when (_end.IsCancellationRequested)
        {
            // The round is over.
        }
        catch (Exception problem)
        {
            live.TrySetException(problem);
            throw;
        }
    }
}
