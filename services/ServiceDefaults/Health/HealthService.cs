using Grpc.Core;
using Grpc.Health.V1;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Platform.ServiceDefaults;

/// <summary>grpc.health.v1, the one service that needs no token.</summary>
[OpenDoor]
internal sealed class HealthService(HealthRegistry health, DrainToken drain) : Health.HealthBase
{
    /// <summary>Trailer that says in words why something does not serve; the protocol has no place for it.</summary>
    private const string ReasonTrailer = "platform-health-reason";

    public override Task<HealthCheckResponse> Check(
        HealthCheckRequest request,
        ServerCallContext context
    )
    {
        // The code is the protocol's; no reason of ours stands for it.
        var state =
            health.Find(request.Service)
            ?? throw new RpcException(
                new Status(
                    StatusCode.NotFound,
                    $"No service or store is named '{request.Service}'."
                )
            );
        if (state.Reason is { } reason)
        {
            context.ResponseTrailers.Add(ReasonTrailer, Ascii(reason));
        }
        return Task.FromResult(new HealthCheckResponse { Status = StatusOf(state) });
    }

    public override async Task Watch(
        HealthCheckRequest request,
        IServerStreamWriter<HealthCheckResponse> responseStream,
        ServerCallContext context
    )
    {
        ServingStatus? last = null;
        while (true)
        {
            var change = health.NextChange();
            // Read before the state: what is said below is then the last word of a stopping process.
            var draining = drain.IsDraining;
            var status = StatusOf(health.Find(request.Service));
            if (status != last)
            {
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status });
                last = status;
            }
            if (draining)
            {
                drain.Token.ThrowIfCancellationRequested();
            }
            await change.WaitAsync(context.CancellationToken);
        }
    }

    private static ServingStatus StatusOf(HealthState? state) =>
        state switch
        {
            null => ServingStatus.ServiceUnknown,
            { IsServing: true } => ServingStatus.Serving,
            _ => ServingStatus.NotServing,
        };

    /// <summary>A header holds ASCII only.</summary>
    private static string Ascii(string text) =>
        string.Create(
            text.Length,
            text,
            (span, from) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = from[i] is >= ' ' and <= '~' ? from[i] : '?';
                }
            }
        );
}
