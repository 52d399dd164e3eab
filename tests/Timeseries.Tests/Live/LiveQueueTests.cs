using Platform.Timeseries.Ticks.Live;

namespace Platform.Timeseries.Tests.Live;

public class LiveQueueTests
{
    private readonly LiveBatch _batch = new();

    [Fact]
    public void Catch_up_keeps_what_it_took_in_order_and_takes_no_more_once_full()
    {
        var queue = new LiveQueue(SlowReader.CatchUp, int.MaxValue, recordsMax: 3);

        var taken = Enumerable.Range(0, 6).Count(i => queue.Offer(Records.Of("A", 0, (ulong)i)));

        taken.ShouldBe(3);
        queue.Take(_batch, int.MaxValue).ShouldBe(LiveState.Overflowed);
        _batch.Records.Select(record => record.Offset).ShouldBe([0ul, 1ul, 2ul, 3ul]);
        queue.Restart();
        queue.Offer(Records.Of("A", 0, 9)).ShouldBeTrue();
    }

    [Fact]
    public void Skip_drops_the_oldest_and_says_exactly_which()
    {
        var queue = new LiveQueue(SlowReader.Skip, int.MaxValue, recordsMax: 10);
        for (ulong offset = 0; offset < 100; offset++)
        {
            queue.Offer(Records.Of("A", (uint)(offset % 2), offset / 2, rows: 3));
        }

        queue.Take(_batch, int.MaxValue).ShouldBe(LiveState.Live);

        foreach (var partition in new[] { 0u, 1u })
        {
            var skipped = _batch.Skipped.Single(range => range.Partition == partition);
            skipped.First.ShouldBe(0ul);
            _batch
                .Records.Where(record => record.Partition == partition)
                .Select(record => record.Offset)
                .ShouldBe(
                    Enumerable
                        .Range((int)skipped.Last + 1, 49 - (int)skipped.Last)
                        .Select(offset => (ulong)offset)
                );
        }
        _batch.RowsLeftOut.ShouldBe((ulong)(100 - _batch.Records.Count) * 3);
        queue.Take(_batch, int.MaxValue);
        _batch.Skipped.ShouldBeEmpty("a range is told once");
    }

    [Fact]
    public void Conflate_keeps_the_newest_of_each_symbol_and_counts_the_rest()
    {
        var queue = new LiveQueue(SlowReader.Conflate, int.MaxValue, recordsMax: 4);
        for (ulong offset = 0; offset < 30; offset++)
        {
            queue.Offer(Records.Of(offset % 3 == 0 ? "A" : "B", 0, offset, rows: 2));
        }

        queue.Take(_batch, int.MaxValue);

        _batch.Conflated.ShouldBeTrue();
        _batch
            .Records.ToDictionary(record => record.Symbol, record => record.Offset)
            .ShouldBe(new Dictionary<string, ulong> { ["A"] = 27, ["B"] = 29 }, ignoreOrder: true);
        _batch.RowsLeftOut.ShouldBe((30ul * 2) - 2, "one row of each symbol is sent");
        queue.Offer(Records.Of("A", 0, 31));
        queue.Take(_batch, int.MaxValue);
        _batch.Conflated.ShouldBeFalse("a reader who keeps up gets everything");
    }

    [Fact]
    public void What_a_subscriber_does_not_want_takes_no_room()
    {
        var queue = new LiveQueue(
            SlowReader.Disconnect,
            int.MaxValue,
            recordsMax: 2,
            record => record.Broker == "x"
        );
        for (ulong offset = 0; offset < 100; offset++)
        {
            queue.Offer(Records.Of("A", 0, offset, broker: "y")).ShouldBeTrue();
        }

        queue.Take(_batch, int.MaxValue).ShouldBe(LiveState.Live);
        _batch.Records.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_waiting_reader_is_woken_by_every_offer()
    {
        var queue = new LiveQueue(SlowReader.CatchUp, int.MaxValue, recordsMax: 1_000_000);
        const ulong count = 50_000;
        var reading = Task.Run(async () =>
        {
            var batch = new LiveBatch();
            ulong next = 0;
            while (next < count)
            {
                queue.Take(batch, 1_000);
                foreach (var record in batch.Records)
                {
                    record.Offset.ShouldBe(next++);
                }
                if (batch.Records.Count == 0)
                {
                    await queue.WaitAsync();
                }
            }
        });
        for (ulong offset = 0; offset < count; offset++)
        {
            queue.Offer(Records.Of("A", 0, offset));
        }

        await reading.WaitAsync(TimeSpan.FromSeconds(60));
    }
}
