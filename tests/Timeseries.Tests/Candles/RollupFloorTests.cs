using Platform.Timeseries.Candles.Rollup;

namespace Platform.Timeseries.Tests.Candles;

/// <summary>From where on rows are looked for that a round left behind which was cut off.</summary>
public class RollupFloorTests
{
    [Fact]
    public void No_row_ahead_is_older_than_the_least_progress() =>
        RowsAhead.FloorOf(new() { [0] = 432, [2] = 90 }).ShouldBe(90);

    [Fact]
    public void Partitions_without_any_progress_are_looked_at_by_themselves() =>
        // The first round of 1 and 3, if there was one, was not noted.
        RowsAhead.UnknownOf(new() { [0] = 432, [2] = 90 }, 4).ShouldBe([1u, 3u]);

    [Fact]
    public void Before_the_first_round_of_all_every_row_is_looked_at()
    {
        RowsAhead.FloorOf([]).ShouldBe(-1);
        RowsAhead.UnknownOf([], 4).ShouldBeEmpty();
    }
}
