using System.Text;
using Platform.Stream.Engines;
using static Platform.Stream.Tests.Engines.EngineCalls;

namespace Platform.Stream.Tests.Engines;

/// <summary>What is appended: whole, in order, durable, within its bounds.</summary>
public abstract partial class LogEngineConformance
{
    [Fact]
    public async Task Records_come_back_as_given_with_consecutive_offsets()
    {
        await Engine.CreateAsync("t", 2);
        var headers = new byte[64];
        var length = RecordHeaders.Encode(headers, "source", "mt5"u8);
        length += RecordHeaders.Encode(headers.AsSpan(length), "source", ""u8);
        var record = new AppendRecord
        {
            Partition = 1,
            Key = "EURUSD"u8.ToArray(),
            Value = "tick"u8.ToArray(),
            Headers = new RecordHeaders(headers.AsMemory(0, length)),
            TimestampUs = 42,
            RequestId = 7,
        };

        var first = await Engine.AppendAsync("t", record, Record("plain", partition: 1));
        var second = await Engine.AppendAsync("t", Record("other", partition: 0));

        first.ShouldBe([new(1, 0, false), new(1, 1, false)]);
        second.ShouldBe([new(0, 0, false)]);
        await using var reader = await Engine.ReaderAsync("t", (1, 0));
        var read = await reader.TakeAsync(2);
        read[0].Key.ShouldBe("EURUSD");
        read[0].Value.ShouldBe("tick");
        read[0].TimestampUs.ShouldBe(42);
        read[0].RequestId.ShouldBe((UInt128)7);
        read[0].Headers.ShouldBe([("source", "mt5"), ("source", "")]);
        read[1].Value.ShouldBe("plain");
        read[1].Key.ShouldBeEmpty();
        read[1].Headers.ShouldBeEmpty();
        read[1].TimestampUs.ShouldBe(Harness.Time.NowUs);
    }

    [Fact]
    public async Task Appends_begun_one_after_another_keep_their_order()
    {
        await Engine.CreateAsync("t");
        var appends = new List<Append>();
        for (var i = 0; i < 2000; i++)
        {
            var record = new[] { Record($"{i}") };
            appends.Add(await Engine.AppendAsync("t", record, CancellationToken.None));
        }
        foreach (var append in appends)
        {
            await append.Durable.WaitAsync(Patience);
        }

        var read = await Engine.ReadAllAsync("t");

        read.Select(r => r.Value).ShouldBe(Enumerable.Range(0, 2000).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Many_writers_at_once_leave_no_gap_and_lose_nothing()
    {
        await Engine.CreateAsync("t", 4);
        var acked = new AppendedPosition[8][];

        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(w =>
                    Task.Run(async () =>
                    {
                        var mine = new List<AppendedPosition>();
                        for (var i = 0; i < 100; i++)
                        {
                            var size = (w * 131 + i * 37) % 3000;
                            var value = $"{w}/{i}/" + new string('x', size);
                            var records = new[]
                            {
                                Record(value, partition: i % 4),
                                Record(value, partition: (i + w) % 4),
                            };
                            mine.AddRange(await Engine.AppendAsync("t", records));
                        }
                        acked[w] = [.. mine];
                    })
                )
        );

        var read = await Engine.ReadAllAsync("t");
        read.Count.ShouldBe(1600);
        for (var partition = 0; partition < 4; partition++)
        {
            var offsets = Offsets(read, partition);
            offsets.ShouldBe(Range(0, offsets.Count));
        }
        var at = read.ToDictionary(r => (r.Partition, r.Offset), r => r.Value);
        for (var w = 0; w < 8; w++)
        {
            for (var i = 0; i < 200; i++)
            {
                var position = acked[w][i];
                at[(position.Partition, position.Offset)].ShouldStartWith($"{w}/{i / 2}/");
            }
        }
    }

    [Fact]
    public async Task Everything_acknowledged_is_there_after_a_restart()
    {
        await Engine.CreateAsync("t", 3);
        var expected = new List<string>();
        for (var i = 0; i < 400; i++)
        {
            var value = $"{i}:" + new string((char)('a' + (i % 26)), i * 7 % 2500);
            expected.Add(value);
            await Engine.AppendAsync("t", Record(value, partition: i % 3, id: (UInt128)i + 1));
            if (i % 100 == 50)
            {
                await Harness.RestartAsync();
            }
        }

        var read = await Engine.ReadAllAsync("t");

        read.OrderBy(r => (r.Offset * 3) + r.Partition).Select(r => r.Value).ShouldBe(expected);
    }

    [Fact]
    public async Task A_record_over_the_limit_is_refused_and_the_largest_is_not()
    {
        await Engine.CreateTopicAsync(
            new TopicSettings
            {
                Name = "t",
                Partitions = 1,
                MaxRecordBytes = 10_000,
            },
            CancellationToken.None
        );

        var refused = await Should.ThrowAsync<RecordTooLargeException>(() =>
            Engine.AppendAsync("t", Record("fits"), Record(new string('x', 10_000), key: "k"))
        );
        refused.Index.ShouldBe(1);
        refused.Limit.ShouldBe(10_000);
        for (var i = 0; i < 50; i++)
        {
            await Engine.AppendAsync(
                "t",
                Record(new string('x', 9_999), key: "k", id: (UInt128)i + 1)
            );
        }

        var read = await Engine.ReadAllAsync("t");
        read.Count.ShouldBe(50);
        read.ShouldAllBe(r => r.Value.Length == 9_999);
    }

    [Fact]
    public async Task A_call_larger_than_the_memory_of_a_topic_goes_through()
    {
        await Engine.CreateAsync("t");
        var value = Encoding.UTF8.GetBytes(new string('x', 20_000));
        var records = Enumerable
            .Range(0, 100)
            .Select(_ => new AppendRecord { Partition = 0, Value = value })
            .ToArray();

        var calls = Enumerable.Range(0, 4).Select(_ => Engine.AppendAsync("t", records));
        var positions = await Task.WhenAll(calls);

        positions.SelectMany(p => p).Select(p => p.Offset).Order().ShouldBe(Range(0, 400));
        positions.ShouldAllBe(p => p[99].Offset - p[0].Offset == 99);
        (await Engine.ReadAllAsync("t")).Count.ShouldBe(400);
    }
}
