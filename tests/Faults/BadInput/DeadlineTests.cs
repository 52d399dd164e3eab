using Grpc.Core;
using Platform.Common.V1;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.BadInput;

/// <summary>Calls whose time is up.</summary>
[Collection("faulty suite")]
public class DeadlineTests(FaultySuite suite, ITestOutputHelper output)
    : GatewayCaller(suite, output)
{
    [Fact]
    public async Task A_deadline_of_1_ms_is_kept()
    {
        // A call that never ends by itself: no answer can be faster than its deadline.
        var answer = await Answer.OfAsync(async () =>
        {
            using var call = Client.SubscribeTicks(
                new SubscribeTicksRequest(),
                Key,
                DateTime.UtcNow.AddMilliseconds(1)
            );
            await foreach (var _ in call.ResponseStream.ReadAllAsync()) { }
        });
        Output.WriteLine(
            $"| deadline of 1 ms | {answer.Code} | {answer.Reason} | {answer.Message} |"
        );
        answer.Code.ShouldBe(StatusCode.DeadlineExceeded);
        // The client's own clock may end the call before any answer is there.
        answer.Reason.ShouldBeOneOf(null, ErrorReason.DeadlineExceeded);
    }

    [Fact]
    public async Task A_deadline_that_passes_in_the_suite_is_answered_with_its_reason()
    {
        var answer = await Answer.OfAsync(() => RawCalls.WithTimeoutAsync(Suite, "1m"));
        answer.ShouldSay(
            Output,
            "deadline of 1 ms, as the suite answers it",
            StatusCode.DeadlineExceeded,
            ErrorReason.DeadlineExceeded,
            "deadline"
        );
    }
}
