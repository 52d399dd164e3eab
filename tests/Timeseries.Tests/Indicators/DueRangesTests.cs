using Platform.Timeseries.Indicators.Storage;

namespace Platform.Timeseries.Tests.Indicators;

public class DueRangesTests
{
    private const long Length = 10;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_taken_is_what_was_due_and_closed(int seed)
    {
        var random = new Random(seed);
        var ranges = new DueRanges(Length);
        var due = new SortedSet<long>();
        for (var i = 0; i < 2_000; i++)
        {
            var from = random.Next(100) * Length;
            var count = random.Next(1, 5);
            if (random.Next(2) == 0)
            {
                ranges.Add(from, from + ((count - 1) * Length));
                due.UnionWith(Enumerable.Range(0, count).Select(one => from + (one * Length)));
            }
            else if (ranges.Take(closedUs: from, spanUs: count * Length) is var (first, through))
            {
                through.ShouldBeInRange(first, from);
                var expected = due.TakeWhile(one => one <= through).ToList();
                expected.ShouldBe(Opens(first, through));
                expected.Count.ShouldBeInRange(1, count);
                due.ExceptWith(expected);
            }
            else
            {
                due.ShouldAllBe(one => one > from);
            }
            ranges.FirstUs.ShouldBe(due.Count == 0 ? long.MaxValue : ranges.FirstUs);
            (due.Count == 0 || NextOpen(ranges.FirstUs) == due.Min).ShouldBeTrue();
        }
        ranges.Clear();
        ranges.FirstUs.ShouldBe(long.MaxValue);
    }

    private static long NextOpen(long time) => (time + Length - 1) / Length * Length;

    private static IEnumerable<long> Opens(long first, long through)
    {
        for (var open = NextOpen(first); open <= through; open += Length)
        {
            yield return open;
        }
    }
}
