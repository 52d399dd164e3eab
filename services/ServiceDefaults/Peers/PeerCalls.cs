using Grpc.Core;

namespace Platform.ServiceDefaults;

public static class PeerCalls
{
    /// <summary>
    /// Options for a call to a peer made while answering this one: same deadline, same cancellation, and the caller's
    /// subject. Its permissions have been checked here, so the peer is asked with this process's own.
    /// Work that outlives the call must not use it.
    /// </summary>
    public static CallOptions OnBehalfOf(this TokenMint mint, ServerCallContext context) =>
        new(
            new Metadata
            {
                {
                    "authorization",
                    $"Bearer {mint.Mint(context.Caller().Subject, [Caller.Everything])}"
                },
            },
            context.Deadline == DateTime.MaxValue ? null : context.Deadline,
            context.CancellationToken
        );
}
