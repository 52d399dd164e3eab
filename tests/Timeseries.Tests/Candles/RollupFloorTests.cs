using Platform.Timeseries.Candles.Rollup;

namespace Platform.Timeseries.Tests.Candles;

/// <summary>From where on rows are looked for that a round left behind which was cut off.</summary>
public class RollupFloorTests
{
    [Fact]
    public void Rows_of_a_partition_without_any_progress_are_looked_for_from_the_beginning() =>
        // Of partition 1 ticks are stored, but its first round was not noted.
        RollupProgress.FloorOf(new() { [0] = 432, [2] = 90 }, [432, 1_364, 95]).ShouldBe(-1);

    [Fact]
    public void Elsewhere_none_is_older_than_the_least_progress() =>
        RollupProgress.FloorOf(new() { [0] = 432, [2] = 90 }, [500, -1, 95]).ShouldBe(90);

    [Fact]
    public void Before_the_first_round_of_all_every_row_is_looked_at() =>
        RollupProgress.FloorOf([], [-1, -1]).ShouldBe(-1);
}
