using System.Text;
using Platform.Stream.Engines;
using static Platform.Stream.Tests.Engines.EngineCalls;

namespace Platform.Stream.Tests.Engines;

/// <summary>What every engine must do. An engine's test class derives from it.</summary>
public abstract class LogEngineConformance : IAsyncLifetime
{
    private EngineHarness _harness = null!;

    internal ILogEngine Engine => _harness.Engine;

    internal EngineHarness Harness => _harness;

    internal abstract EngineHarness CreateHarness();

    public async Task InitializeAsync()
    {
        _harness = CreateHarness();
        await _harness.StartAsync();
    }

    public async Task DisposeAsync() => await _harness.DisposeAsync();

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
    public async Task Topics_are_listed_by_name_and_survive_a_restart()
    {
        await Engine.CreateAsync("b", 3);
        await Engine.CreateAsync("a.x_y-z", 1);
        await Harness.RestartAsync();

        var topics = await Engine.ListTopicsAsync(CancellationToken.None);

        topics.Select(t => (t.Name, t.Partitions)).ShouldBe([("a.x_y-z", 1), ("b", 3)]);
    }

    [Fact]
    public async Task Creating_a_topic_again_is_harmless_unless_the_settings_differ()
    {
        await Engine.CreateAsync("t", 2);
        await Engine.AppendAsync("t", Record("kept"));

        (await Engine.CreateAsync("t", 2)).Partitions.ShouldBe(2);
        await Should.ThrowAsync<TopicExistsException>(async () => await Engine.CreateAsync("t", 3));

        (await Engine.ReadAllAsync("t")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_deleted_topic_is_gone_and_a_new_one_of_its_name_is_empty()
    {
        await Engine.CreateAsync("t");
        await Engine.AppendAsync("t", Record("old", id: 1));
        await Engine.CommitOffsetsAsync("g", "t", [new(0, 1)], CancellationToken.None);
        await using var reader = await Engine.ReaderAsync("t", (0, 1));

        await Engine.DeleteTopicAsync("t", CancellationToken.None);

        await Should.ThrowAsync<UnknownTopicException>(() => Engine.AppendAsync("t", Record("x")));
        await Should.ThrowAsync<UnknownTopicException>(async () =>
            await reader.ReadAsync(1000, Patience, CancellationToken.None)
        );
        await Engine.CreateAsync("t");
        (await Engine.ReadAllAsync("t")).ShouldBeEmpty();
        (await Engine.GetOffsetsAsync("g", "t", CancellationToken.None)).ShouldBeEmpty();
        (await Engine.ListGroupsAsync(CancellationToken.None)).ShouldBeEmpty();
        (await Engine.AppendAsync("t", Record("new", id: 1)))[0].Duplicate.ShouldBeFalse();
        await Harness.RestartAsync();
        (await Engine.ReadAllAsync("t")).Single().Value.ShouldBe("new");
    }

    [Fact]
    public async Task A_reader_starts_at_any_offset_of_each_partition()
    {
        await Engine.CreateAsync("t", 3);
        for (var i = 0; i < 300; i++)
        {
            await Engine.AppendAsync("t", Record($"{i}", partition: i % 3));
        }

        foreach (var (a, b) in new[] { (0L, 0L), (0L, 99L), (57L, 3L), (100L, 40L), (100L, 100L) })
        {
            await using var reader = await Engine.ReaderAsync("t", (0, a), (2, b));
            var read = await reader.TakeAsync((int)(200 - a - b));
            Offsets(read, 0).ShouldBe(Range(a, 100));
            Offsets(read, 2).ShouldBe(Range(b, 100));
            reader.Next.ShouldBe([new(0, 100), new(2, 100)]);
            reader.CaughtUp.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_reader_at_the_end_gets_new_records_at_once()
    {
        await Engine.CreateAsync("t");
        await Engine.AppendAsync("t", Record("before"));
        await using var reader = await Engine.ReaderAsync("t", (0, 1));
        reader.CaughtUp.ShouldBeTrue();

        var reading = reader.TakeAsync(1);
        await Task.Delay(50);
        reading.IsCompleted.ShouldBeFalse();
        await Engine.AppendAsync("t", Record("after"));

        (await reading)
            .Single()
            .ShouldSatisfyAllConditions(r => r.Value.ShouldBe("after"), r => r.Offset.ShouldBe(1));
    }

    [Fact]
    public async Task A_reader_says_when_nothing_came_and_goes_on()
    {
        await Engine.CreateAsync("t");
        await using var reader = await Engine.ReaderAsync("t", (0, 0));

        var wait = TimeSpan.FromMilliseconds(30);
        (await reader.ReadAsync(1000, wait, CancellationToken.None)).ShouldBeNull();
        using var cancelled = new CancellationTokenSource(30);
        await Should.ThrowAsync<OperationCanceledException>(async () =>
            await reader.ReadAsync(1000, Patience, cancelled.Token)
        );

        await Engine.AppendAsync("t", Record("x"));
        (await reader.TakeAsync(1)).Single().Value.ShouldBe("x");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public async Task An_offset_outside_the_log_is_refused_with_its_bounds(long offset)
    {
        await Engine.CreateAsync("t");
        await Engine.AppendAsync("t", Record("0"), Record("1"), Record("2"));

        var refused = await Should.ThrowAsync<OffsetOutOfRangeException>(() =>
            Engine.ReaderAsync("t", (0, offset))
        );

        refused.Earliest.ShouldBe(0);
        refused.Next.ShouldBe(3);
        refused.Message.ShouldContain(offset < 0 ? "earliest is 0" : "next record gets 3");
    }

    [Fact]
    public async Task Unknown_topics_and_partitions_are_refused()
    {
        await Engine.CreateAsync("t", 2);

        await Should.ThrowAsync<UnknownTopicException>(() => Engine.AppendAsync("u", Record("x")));
        await Should.ThrowAsync<UnknownPartitionException>(() =>
            Engine.AppendAsync("t", Record("ok"), Record("x", partition: 2))
        );
        await Should.ThrowAsync<UnknownPartitionException>(() => Engine.ReaderAsync("t", (2, 0)));
        await Should.ThrowAsync<UnknownTopicException>(() => Engine.ReaderAsync("u", (0, 0)));
        (await Engine.ReadAllAsync("t")).ShouldBeEmpty();
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
    public async Task A_repeated_request_id_is_answered_with_the_first_position()
    {
        await Engine.CreateAsync("t", 2);
        var first = await Engine.AppendAsync("t", Record("a", id: 5), Record("b", id: 6));
        await Engine.AppendAsync("t", Record("between"));

        var repeat = await Engine.AppendAsync("t", Record("b", id: 6), Record("c", id: 7));
        await Harness.RestartAsync();
        var later = await Engine.AppendAsync("t", Record("a", id: 5), Record("c", id: 7));
        var elsewhere = await Engine.AppendAsync("t", Record("a", partition: 1, id: 5));

        first.ShouldBe([new(0, 0, false), new(0, 1, false)]);
        repeat.ShouldBe([new(0, 1, true), new(0, 3, false)]);
        later.ShouldBe([new(0, 0, true), new(0, 3, true)]);
        elsewhere.ShouldBe([new(1, 0, false)]);
        (await Engine.ReadAllAsync("t")).Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_request_id_twice_in_one_call_is_appended_once()
    {
        await Engine.CreateAsync("t");

        var positions = await Engine.AppendAsync(
            "t",
            Record("a", id: 5),
            Record("a", id: 5),
            Record("b", id: 6),
            Record("a", id: 5)
        );

        positions.ShouldBe([new(0, 0, false), new(0, 0, true), new(0, 1, false), new(0, 0, true)]);
        await Harness.RestartAsync();
        (await Engine.ReadAllAsync("t")).Select(r => r.Value).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Concurrent_repeats_of_a_request_id_append_one_record()
    {
        await Engine.CreateAsync("t");
        for (var round = 1; round <= 50; round++)
        {
            var id = (UInt128)round;
            var calls = Enumerable
                .Range(0, 8)
                .Select(_ => Task.Run(() => Engine.AppendAsync("t", Record("x", id: id))));

            var answers = (await Task.WhenAll(calls)).Select(a => a.Single()).ToList();

            answers.Count(a => !a.Duplicate).ShouldBe(1);
            answers.Select(a => a.Offset).Distinct().ShouldBe([round - 1]);
        }
    }

    [Fact]
    public async Task A_request_id_is_forgotten_after_its_window()
    {
        await Engine.CreateTopicAsync(
            new TopicSettings
            {
                Name = "t",
                Partitions = 1,
                RequestIdWindow = TimeSpan.FromMinutes(10),
            },
            CancellationToken.None
        );
        await Engine.AppendAsync("t", Record("a", id: 5));

        Harness.Time.Advance(TimeSpan.FromMinutes(9));
        (await Engine.AppendAsync("t", Record("a", id: 5)))[0].Duplicate.ShouldBeTrue();
        Harness.Time.Advance(TimeSpan.FromMinutes(2));
        (await Engine.AppendAsync("t", Record("a", id: 5))).ShouldBe([new(0, 1, false)]);
        (await Engine.AppendAsync("t", Record("a", id: 5))).ShouldBe([new(0, 1, true)]);
    }

    [Fact]
    public async Task A_time_finds_the_first_record_not_before_it()
    {
        await Engine.CreateAsync("t", 2);
        for (var i = 0; i < 500; i++)
        {
            var value = $"{i}" + new string('x', 200);
            await Engine.AppendAsync(
                "t",
                Record(value, partition: i % 5 == 0 ? 1 : 0, timestampUs: 1_000_000 + (i * 10))
            );
        }

        foreach (var restart in new[] { false, true })
        {
            if (restart)
            {
                await Harness.RestartAsync();
            }
            (await FindAsync(0)).ShouldBe([0, 0]);
            (await FindAsync(1_000_000)).ShouldBe([0, 0]);
            (await FindAsync(1_000_001)).ShouldBe([0, 1]);
            (await FindAsync(1_002_500)).ShouldBe([200, 50]);
            (await FindAsync(1_004_990)).ShouldBe([399, 100]);
            (await FindAsync(1_004_991)).ShouldBe([400, 100]);
        }

        async Task<long[]> FindAsync(long timestampUs)
        {
            var found = await Engine.FindOffsetsAsync(
                "t",
                [0, 1],
                timestampUs,
                CancellationToken.None
            );
            return [.. found.Select(f => f.Offset)];
        }
    }

    [Fact]
    public async Task Group_offsets_are_kept_over_a_restart()
    {
        await Engine.CreateAsync("t", 3);
        await Engine.CreateAsync("u", 1);
        await Engine.AppendAsync("t", Record("0"), Record("1"), Record("x", partition: 2));
        await Engine.CommitOffsetsAsync("g", "t", [new(0, 1), new(2, 1)], CancellationToken.None);
        await Engine.CommitOffsetsAsync("g", "t", [new(0, 2)], CancellationToken.None);
        await Engine.CommitOffsetsAsync("g", "u", [new(0, 0)], CancellationToken.None);
        await Engine.CommitOffsetsAsync("f", "t", [new(1, 0)], CancellationToken.None);

        await Harness.RestartAsync();

        var offsets = await Engine.GetOffsetsAsync("g", "t", CancellationToken.None);
        offsets.ShouldBe([new(0, 2), new(2, 1)]);
        (await Engine.ListGroupsAsync(CancellationToken.None)).ShouldBe(["f", "g"]);
        (await Engine.ListGroupTopicsAsync("g", CancellationToken.None)).ShouldBe(["t", "u"]);
        (await Engine.ListGroupTopicsAsync("h", CancellationToken.None)).ShouldBeEmpty();
        (await Engine.GetOffsetsAsync("h", "t", CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_group_offset_beyond_the_log_is_refused()
    {
        await Engine.CreateAsync("t");
        await Engine.AppendAsync("t", Record("0"));

        await Should.ThrowAsync<OffsetOutOfRangeException>(async () =>
            await Engine.CommitOffsetsAsync("g", "t", [new(0, 2)], CancellationToken.None)
        );
        await Should.ThrowAsync<UnknownPartitionException>(async () =>
            await Engine.CommitOffsetsAsync("g", "t", [new(1, 0)], CancellationToken.None)
        );
        (await Engine.ListGroupsAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Retention_by_size_moves_the_earliest_offset_forward()
    {
        await Engine.CreateTopicAsync(
            new TopicSettings
            {
                Name = "t",
                Partitions = 2,
                RetentionBytes = 300_000,
            },
            CancellationToken.None
        );
        for (var i = 0; i < 400; i++)
        {
            // Partition 1 gets records only in what will be removed.
            var partition = i < 20 ? 1 : 0;
            await Engine.AppendAsync(
                "t",
                Record(new string('x', 3000), partition, id: (UInt128)i + 1)
            );
        }

        await Harness.ApplyRetentionAsync();

        foreach (var restart in new[] { false, true })
        {
            if (restart)
            {
                await Harness.RestartAsync();
            }
            var status = await Engine.GetStatusAsync("t", CancellationToken.None);
            var (zero, one) = (status.Partitions[0], status.Partitions[1]);
            zero.EarliestOffset.ShouldBeInRange(100, 370);
            zero.NextOffset.ShouldBe(380);
            one.ShouldBe(new PartitionRange(1, 20, 20));
            var expired = await Should.ThrowAsync<OffsetOutOfRangeException>(() =>
                Engine.ReaderAsync("t", (0, zero.EarliestOffset - 1))
            );
            expired.Expired.ShouldBeTrue();
            expired.Earliest.ShouldBe(zero.EarliestOffset);
            Offsets(await Engine.ReadAllAsync("t"), 0).ShouldBe(Range(zero.EarliestOffset, 380));
        }
        (await Engine.AppendAsync("t", Record("n", partition: 1)))[0].Offset.ShouldBe(20);
        (await Engine.AppendAsync("t", Record("r", partition: 1, id: 1))).ShouldBe([
            new(1, 0, true),
        ]);
    }

    [Fact]
    public async Task Retention_by_time_removes_what_is_old()
    {
        await Engine.CreateTopicAsync(
            new TopicSettings
            {
                Name = "t",
                Partitions = 1,
                Retention = TimeSpan.FromHours(1),
            },
            CancellationToken.None
        );
        for (var i = 0; i < 200; i++)
        {
            // Old timestamps of the producer must not count: a replay of another year stays.
            await Engine.AppendAsync("t", Record(new string('x', 3000), timestampUs: 1));
        }
        await Harness.ApplyRetentionAsync();
        (await EarliestAsync()).ShouldBe(0);

        Harness.Time.Advance(TimeSpan.FromMinutes(61));
        for (var i = 0; i < 60; i++)
        {
            await Engine.AppendAsync("t", Record(new string('x', 3000)));
        }
        await Harness.ApplyRetentionAsync();

        (await EarliestAsync()).ShouldBeInRange(100, 200);
        (await Engine.ReadAllAsync("t")).Count.ShouldBeGreaterThanOrEqualTo(60);

        async Task<long> EarliestAsync() =>
            (await Engine.GetStatusAsync("t", CancellationToken.None)).Partitions[0].EarliestOffset;
    }

    [Fact]
    public async Task A_reader_that_retention_overtakes_is_told_the_earliest()
    {
        await Engine.CreateTopicAsync(
            new TopicSettings
            {
                Name = "t",
                Partitions = 1,
                RetentionBytes = 200_000,
            },
            CancellationToken.None
        );
        await Engine.AppendAsync("t", Record("first"));
        await using var reader = await Engine.ReaderAsync("t", (0, 0));
        for (var i = 0; i < 300; i++)
        {
            await Engine.AppendAsync("t", Record(new string('x', 3000)));
        }
        await Harness.ApplyRetentionAsync();

        var told = await Should.ThrowAsync<OffsetOutOfRangeException>(async () =>
            await reader.ReadAsync(1000, Patience, CancellationToken.None)
        );

        told.Expired.ShouldBeTrue();
        told.Earliest.ShouldBeGreaterThan(0);
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
    public async Task Small_reads_bring_the_same_records()
    {
        await Engine.CreateAsync("t");
        for (var i = 0; i < 200; i++)
        {
            await Engine.AppendAsync("t", Record($"{i}" + new string('x', i * 97 % 20_000)));
        }
        await using var reader = await Engine.ReaderAsync("t", (0, 0));

        var read = await reader.TakeAsync(200, maxBytes: 1);

        Offsets(read, 0).ShouldBe(Range(0, 200));
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

    private static List<long> Offsets(IEnumerable<Read> read, int partition) =>
        [.. read.Where(r => r.Partition == partition).Select(r => r.Offset)];

    private static IEnumerable<long> Range(long from, long until)
    {
        for (var i = from; i < until; i++)
        {
            yield return i;
        }
    }
}
