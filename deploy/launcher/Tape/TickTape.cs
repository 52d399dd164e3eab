using Grpc.Core;
using Platform.Launcher.Client;
using Platform.Timeseries.V1;

namespace Platform.Launcher.Tape;

/// <summary>
/// The frames of a subscription, for good: when the call is lost it subscribes again after the last
/// position, so that whoever reads sees neither gap nor repeat.
/// </summary>
internal sealed class TickTape(
    SuiteConnection suite,
    SubscribeTicksRequest request,
    Action<string> say
)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    public ResumePoint Resume { get; } = new();

    /// <summary>Ends when <paramref name="take"/> says false.</summary>
    public async Task ReadAsync(Func<TickFrame, bool> take, CancellationToken cancellation)
    {
        for (var away = false; ; )
        {
            try
            {
                using var call = suite.Ticks.SubscribeTicks(
                    request,
                    suite.Headers,
                    cancellationToken: cancellation
                );
                while (await call.ResponseStream.MoveNext(cancellation))
                {
                    if (away)
                        say("the suite is back; going on where it was left");
                    away = false;
                    var frame = call.ResponseStream.Current.Frame;
                    var more = take(frame);
                    Resume.Advance(frame.Positions);
                    if (!more)
                        return;
                }
            }
            catch (RpcException) when (cancellation.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellation);
            }
            catch (RpcException problem) when (!CallFailure.IsPassing(problem))
            {
                throw CallFailure.Final("the subscription ended", problem);
            }
            catch (RpcException problem)
            {
                if (!away)
                    say($"the suite is away ({problem.StatusCode}); trying again");
            }
            away = true;
            await Task.Delay(RetryPause, cancellation);
            if (Resume.IsKnown)
                request.Start = Resume.ToStart();
        }
    }
}
