using Grpc.Core;
using Platform.Common.V1;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.BadInput;

/// <summary>Calls without the key they need.</summary>
[Collection("faulty suite")]
public class KeyTests(FaultySuite suite, ITestOutputHelper output) : GatewayCaller(suite, output)
{
    [Fact]
    public async Task Without_a_key_nothing_is_answered()
    {
        var answer = await Answer.OfAsync(async () =>
            await Client.GetLatestTicksAsync(new GetLatestTicksRequest())
        );
        answer.ShouldSay(
            Output,
            "no key",
            StatusCode.Unauthenticated,
            ErrorReason.Unauthenticated,
            "x-api-key"
        );
    }

    [Fact]
    public async Task With_a_wrong_key_nothing_is_answered_and_the_key_is_not_repeated()
    {
        const string wrong = "pk_not_a_key_of_this_suite_0123456789";
        var answer = await Answer.OfAsync(async () =>
            await Client.GetLatestTicksAsync(
                new GetLatestTicksRequest(),
                new Metadata { { "x-api-key", wrong } }
            )
        );
        answer
            .ShouldSay(
                Output,
                "wrong key",
                StatusCode.Unauthenticated,
                ErrorReason.Unauthenticated,
                "x-api-key"
            )
            .Message.ShouldNotContain(wrong);
    }
}
