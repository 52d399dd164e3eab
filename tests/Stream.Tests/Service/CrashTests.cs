using Google.Protobuf;
using Grpc.Core;
using Platform.Common.V1;
using Platform.Stream.V1;
using Xunit.Abstractions;
using static Platform.Stream.Tests.Service.Calls;

namespace Platform.Stream.Tests.Service;

/// <summary>kill -9 under writers, again and again.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Kills = 10;
    private const int AckedBeforeKill = 10;
    private const int Writers = 3;
    private const uint Partitions = 4;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_there_twice()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        // Small segments: a kill may come while one is begun, or written up.
        await using var process = new StreamProcess(
            "--Stream:Log:SegmentBytes=262144",
            "--Stream:Log:MaxRecordBytes=30000",
            "--Stream:Log:RetentionInterval=00:00:00.050"
        );
        await process.StartAsync();
        await process.Client.CreateAsync("crash", Partitions);
        var writers = Enumerable.Range(0, Writers).Select(w => new Writer(w, seed + w)).ToList();

        for (var kill = 0; kill < Kills; kill++)
        {
            using var stop = new CancellationTokenSource();
            var writing = Task.WhenAll(
                writers.Select(w => Task.Run(() => w.WriteAsync(process.Client, stop.Token)))
            );
            var before = writers.Sum(w => w.AckedCount);
            await Task.Delay(random.Next(50, 600));
            await AckedMoreThanAsync(before + AckedBeforeKill);
            await process.KillAsync();
            await stop.CancelAsync();
            await writing;
            await process.StartAsync();
            await CheckAsync(process, writers, seed);
        }

        output.WriteLine(
            $"{writers.Sum(w => w.Acked.Count)} acknowledged, {writers.Sum(w => w.Repeats)} sent again, "
                + $"{writers.Sum(w => w.Duplicates)} of those had been kept"
        );
        writers.Sum(w => w.Acked.Count).ShouldBeGreaterThanOrEqualTo(Kills * AckedBeforeKill);
        foreach (var writer in writers)
        {
            await writer.CheckRepeatsAsync(process.Client);
        }

        // So that each kill comes while there is something to lose, however slow the start was.
        async Task AckedMoreThanAsync(int count)
        {
            var deadline = DateTime.UtcNow + Patience;
            while (writers.Sum(w => w.AckedCount) <= count)
            {
                DateTime.UtcNow.ShouldBeLessThan(deadline, "nothing is acknowledged");
                await Task.Delay(1);
            }
        }
    }

    private static async Task CheckAsync(StreamProcess process, List<Writer> writers, int seed)
    {
        var status = await process.Client.GetTopicAsync(new() { Topic = "crash" });
        var count = (int)status.Partitions.Sum(p => (long)p.NextOffset);
        using var call = process.Client.Subscribe(
            new SubscribeRequest { Topic = "crash", Earliest = new() }
        );
        var read = (await call.TakeAsync(count)).SelectMany(m => m.Records).ToList();

        for (uint partition = 0; partition < Partitions; partition++)
        {
            var offsets = read.Where(r => r.Position.Partition == partition)
                .Select(r => r.Position.Offset)
                .ToList();
            offsets.ShouldBe(Enumerable.Range(0, offsets.Count).Select(i => (ulong)i));
        }
        var values = read.Select(r => r.Value.ToStringUtf8().Split(':')[0]).ToList();
        values.Distinct().Count().ShouldBe(values.Count, $"twice, seed {seed}");
        var at = read.ToDictionary(
            r => (r.Position.Partition, r.Position.Offset),
            r => r.Value.ToStringUtf8().Split(':')[0]
        );
        foreach (var (number, position) in writers.SelectMany(w => w.Acked.Values))
        {
            at.GetValueOrDefault((position.Partition, position.Offset))
                .ShouldBe(number, $"lost, seed {seed}");
        }
    }

    /// <summary>
    /// Writes numbered records over a stream and, after a failure, sends again what was not
    /// acknowledged, under the same request ids.
    /// </summary>
    private sealed class Writer(int writer, int seed)
    {
        private readonly Random _random = new(seed);
        private readonly List<NewRecord[]> _unacked = [];
        private int _next;
        private int _ackedCount;

        /// <summary>Not to be looked at while it grows.</summary>
        public Dictionary<string, (string Number, Position Position)> Acked { get; } = [];

        public int AckedCount => Volatile.Read(ref _ackedCount);

        public int Repeats { get; private set; }

        public int Duplicates { get; private set; }

        public async Task WriteAsync(
            StreamService.StreamServiceClient client,
            CancellationToken stop
        )
        {
            var sent = _unacked.ToList();
            Repeats += sent.Sum(call => call.Length);
            var answers = Task.CompletedTask;
            try
            {
                using var call = client.PublishStream(cancellationToken: stop);
                answers = Task.Run(() => TakeAnswersAsync(call, sent), CancellationToken.None);
                var sequence = 0ul;
                foreach (var repeat in sent.ToList())
                {
                    await SendAsync(call, ++sequence, repeat);
                }
                while (!stop.IsCancellationRequested && !answers.IsCompleted)
                {
                    var records = NewRecords();
                    lock (sent)
                    {
                        sent.Add(records);
                        _unacked.Add(records);
                    }
                    await SendAsync(call, ++sequence, records);
                    await Task.Delay(_random.Next(3), stop);
                }
                await answers;
            }
            catch (Exception cut) when (IsCut(cut)) { }
            // Nobody looks at what is acknowledged while it still grows.
            await answers;
        }

        /// <summary>Every acknowledged record, sent again, is answered with its first position.</summary>
        public async Task CheckRepeatsAsync(StreamService.StreamServiceClient client)
        {
            foreach (var (id, (number, position)) in Acked.Take(200))
            {
                var record = Record(number, position.Partition, id: id);
                var ack = (await client.PublishAsync("crash", record)).Single();
                ack.ShouldBe(new RecordAck { Position = position, Duplicate = true });
            }
        }

        private async Task TakeAnswersAsync(
            AsyncDuplexStreamingCall<PublishStreamRequest, PublishStreamResponse> call,
            List<NewRecord[]> sent
        )
        {
            try
            {
                await foreach (var answer in call.ResponseStream.ReadAllAsync())
                {
                    NewRecord[] records;
                    lock (sent)
                    {
                        records = sent[(int)answer.Sequence - 1];
                        _unacked.Remove(records);
                    }
                    for (var i = 0; i < records.Length; i++)
                    {
                        Keep(records[i], answer.Acks[i]);
                    }
                }
            }
            catch (Exception cut) when (IsCut(cut)) { }
        }

        private static bool IsCut(Exception failure) =>
            failure
                is RpcException
                    or OperationCanceledException
                    or IOException
                    or InvalidOperationException;

        private void Keep(NewRecord record, RecordAck ack)
        {
            var number = record.Value.ToStringUtf8().Split(':')[0];
            Acked.Add(record.RequestId, (number, ack.Position));
            Duplicates += ack.Duplicate ? 1 : 0;
            Interlocked.Increment(ref _ackedCount);
        }

        private NewRecord[] NewRecords()
        {
            var records = new NewRecord[_random.Next(1, 6)];
            for (var i = 0; i < records.Length; i++)
            {
                var size = _random.Next(_random.Next(10) == 0 ? 25_000 : 500);
                records[i] = new NewRecord
                {
                    Key = ByteString.CopyFromUtf8($"key {_random.Next(20)}"),
                    Value = ByteString.CopyFromUtf8($"{writer}/{_next++}:" + new string('x', size)),
                    RequestId = Guid.NewGuid().ToString(),
                };
            }
            return records;
        }

        private static Task SendAsync(
            AsyncDuplexStreamingCall<PublishStreamRequest, PublishStreamResponse> call,
            ulong sequence,
            NewRecord[] records
        )
        {
            var request = new PublishStreamRequest { Topic = "crash", Sequence = sequence };
            request.Records.AddRange(records);
            return call.RequestStream.WriteAsync(request);
        }
    }
}
