using Platform.Launcher.Supervision;

namespace Platform.Launcher.Tests.Supervision;

public sealed class BackOffTests
{
    [Fact]
    public void Pauses_double_up_to_the_longest_and_start_over_after_a_reset()
    {
        var backOff = new BackOff(
            new SupervisionOptions
            {
                BackOffFirst = TimeSpan.FromSeconds(1),
                BackOffMax = TimeSpan.FromSeconds(5),
            }
        );

        // Each pause is jittered down by up to a fifth.
        int[] bounds = [1, 2, 4, 5, 5];
        foreach (var bound in bounds)
            backOff.Next().TotalSeconds.ShouldBeInRange(bound * 0.8, bound);
        backOff.Reset();
        backOff.Next().TotalSeconds.ShouldBeLessThanOrEqualTo(1);
    }
}
