using System.Diagnostics;
using Grpc.Core;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Subscriptions;

[Collection("tight suite")]
public class ReplayTests(TightSuite suite)
{
    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());

    [Fact]
    public async Task A_paced_replay_takes_as_long_as_its_speed_says_and_misses_nothing()
    {
        var tape = new WrittenTape(_client, suite.KeyHeaders);
        await tape.WriteAsync(records: 2, rowsEach: 500);
        var watch = Stopwatch.StartNew();

        await using var reader = Replay(tape, speed: 0.5);
        await reader.UntilCaughtUpAsync();

        // 1,000 rows a millisecond apart, at half their speed.
        watch.Elapsed.TotalSeconds.ShouldBeGreaterThan(1.9);
        reader.Rows.ShouldBe(Enumerable.Range(0, tape.Rows));
    }

    [Fact]
    public async Task A_paced_replay_that_is_cut_inside_a_record_resumes_at_the_row()
    {
        var tape = new WrittenTape(_client, suite.KeyHeaders);
        await tape.WriteAsync(records: 1, rowsEach: 2_000);
        var rows = new List<int>();
        const int cutsMin = 4;
        var start = new TickStart { Position = new StartPosition() };
        start.Position.Positions.Add(tape.Records[0].Position);
        start.Position.Inclusive = true;
        var cuts = 0;
        while (rows.Count < tape.Rows)
        {
            // Cut after some rows of a replay that takes 20 s, so that no pause of the machine brings the whole
            // record at once; then comes the rest.
            var (speed, until) = cuts < cutsMin ? (0.1, rows.Count + 5) : (1_000, tape.Rows);
            using var call = _client.SubscribeTicks(
                new SubscribeTicksRequest
                {
                    Symbols = { tape.Symbol },
                    Start = start,
                    ReplaySpeed = speed,
                },
                suite.KeyHeaders
            );
            var position = start.Position.Clone();
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                var frame = call.ResponseStream.Current.Frame;
                foreach (var moved in frame.Positions)
                {
                    position.Inclusive = false;
                    position.Positions.Clear();
                    position.Positions.Add(moved);
                    position.Partial.Clear();
                }
                if (frame.BodyCase != TickFrame.BodyOneofCase.Ticks)
                {
                    continue;
                }
                rows.AddRange(
                    frame.Ticks.Batches.SelectMany(b => b.Bid).Select(bid => (int)bid - 1)
                );
                if (frame.Partial.Count > 0)
                {
                    position.Partial.Clear();
                    position.Partial.AddRange(frame.Partial);
                }
                if (rows.Count >= until)
                {
                    cuts += rows.Count < tape.Rows ? 1 : 0;
                    break;
                }
            }
            start = new TickStart { Position = position };
        }

        cuts.ShouldBe(cutsMin, "the record was cut inside");
        rows.ShouldBe(Enumerable.Range(0, tape.Rows));
    }

    [Fact]
    public async Task Symbols_of_different_partitions_replay_in_order_of_time()
    {
        var tapes = new List<WrittenTape>();
        var partitions = new HashSet<uint>();
        while (tapes.Count < 4)
        {
            var tape = new WrittenTape(_client, suite.KeyHeaders);
            await tape.WriteAsync(records: 40, rowsEach: 5);
            // Within one partition rows come as they were written, and all tapes hold the same times.
            if (partitions.Add(tape.Records[0].Position.Partition))
            {
                tapes.Add(tape);
            }
            // Nothing comes live then, after what it belongs before.
            await tape.UntilPublishedAsync();
        }
        var times = new List<long>();
        using var call = _client.SubscribeTicks(
            new SubscribeTicksRequest
            {
                Symbols = { tapes.Select(tape => tape.Symbol) },
                Start = new TickStart { Position = new StartPosition() },
                ReplaySpeed = 1_000,
            },
            suite.KeyHeaders
        );
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            if (response.Frame.BodyCase == TickFrame.BodyOneofCase.CaughtUp)
            {
                break;
            }
            times.AddRange(response.Frame.Ticks?.Batches.SelectMany(batch => batch.TimeUs) ?? []);
        }

        times.Count.ShouldBe(800);
        // Storage and memory are merged apart, each in order.
        times.Zip(times.Skip(1)).Count(pair => pair.Second < pair.First).ShouldBeLessThan(2);
    }

    private FrameReader Replay(WrittenTape tape, double speed) =>
        FrameReader.Subscribe(
            _client,
            suite.KeyHeaders,
            new SubscribeTicksRequest
            {
                Symbols = { tape.Symbol },
                Start = new TickStart { LastN = (uint)tape.Rows },
                ReplaySpeed = speed,
            }
        );
}
