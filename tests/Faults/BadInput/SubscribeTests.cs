using Grpc.Core;
using Platform.Common.V1;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.BadInput;

/// <summary>Subscriptions that can not begin.</summary>
[Collection("faulty suite")]
public class SubscribeTests(FaultySuite suite, ITestOutputHelper output)
    : GatewayCaller(suite, output)
{
    [Fact]
    public async Task A_position_beyond_the_log_is_refused_with_the_newest()
    {
        await WriteAsync(Ticks("BAD.POSITION", 1));
        var request = Subscription(
            new TickStart
            {
                Position = new StartPosition
                {
                    Positions =
                    {
                        new Position { Partition = 0, Offset = 1_000_000_000 },
                    },
                },
            }
        );
        var answer = await Answer.OfAsync(() => SubscribeAsync(request));
        answer.ShouldSay(
            Output,
            "position beyond the log",
            StatusCode.OutOfRange,
            ErrorReason.PositionBeyondLog,
            "Partition 0 ends before",
            "1000000000"
        );
        answer.Metadata("next_offset").ShouldNotBeNullOrEmpty();
        answer.Metadata("offset").ShouldBe("1000000000");
    }

    [Fact]
    public async Task A_partition_there_is_not_is_refused()
    {
        var request = Subscription(
            new TickStart
            {
                Position = new StartPosition
                {
                    Positions =
                    {
                        new Position { Partition = 4_000_000_000, Offset = 0 },
                    },
                },
            }
        );
        (await Answer.OfAsync(() => SubscribeAsync(request))).ShouldSay(
            Output,
            "partition that is not there",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidArgument,
            "4000000000",
            "0 to 11"
        );
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(1e9)]
    public async Task A_replay_speed_that_is_none_is_refused(double speed)
    {
        var request = Subscription(new TickStart { LastN = 1 });
        request.ReplaySpeed = speed;
        (await Answer.OfAsync(() => SubscribeAsync(request))).ShouldSay(
            Output,
            $"replay_speed {speed}",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidArgument,
            "replay_speed",
            "0 (as fast as possible)"
        );
    }

    [Fact]
    public async Task More_than_last_n_may_ask_for_is_over_the_limit()
    {
        var request = Subscription(new TickStart { LastN = 1_000_001 });
        var answer = await Answer.OfAsync(() => SubscribeAsync(request));
        answer.ShouldSay(
            Output,
            "last_n of 1,000,001",
            StatusCode.ResourceExhausted,
            ErrorReason.LimitExceeded,
            "last_n is 1000001",
            "0 to 1000000"
        );
        answer.Metadata("allowed").ShouldBe("0 to 1000000");
    }
}
