using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.ServiceDefaults;
using Platform.Stream.Engines;
using Platform.Stream.Publishing;
using Platform.Stream.V1;

namespace Platform.Stream.Subscribing;

/// <summary>Sends a topic's records to whoever asked for them, as fast as they are taken.</summary>
internal sealed class Subscriptions(
    ILogEngine engine,
    IOptions<StreamOptions> options,
    DrainToken drain
)
{
    private static readonly TimeSpan s_heartbeatMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_heartbeatMax = TimeSpan.FromMinutes(5);
    private readonly OpenCalls _open = new("subscriptions", options.Value.SubscriptionsMax);
    private readonly StartingPoint _start = new(engine);

    public async Task RunAsync(
        SubscribeRequest request,
        IServerStreamWriter<SubscribeResponse> responses,
        CancellationToken call
    )
    {
        Check(request);
        using var open = _open.Enter();
        using var stop = drain.LinkTo(call);
        await using var reader = await _start.OpenAsync(request, stop.Token);
        var frame = new SubscribeFrame();
        var caughtUp = reader.CaughtUp;
        await responses.WriteAsync(frame.Progress(reader, caughtUp), stop.Token);
        while (true)
        {
            using var batch = await reader.ReadAsync(
                BatchBytes(request),
                Heartbeat(request),
                stop.Token
            );
            var reached = !caughtUp && reader.CaughtUp;
            caughtUp |= reached;
            // Written out when the call returns; only then does the batch give its memory back.
            await responses.WriteAsync(
                batch is null
                    ? frame.Progress(reader, reached)
                    : frame.Records(batch, reader, reached),
                stop.Token
            );
        }
    }

    private int BatchBytes(SubscribeRequest request) =>
        request.MaxBatchBytes == 0 ? options.Value.BatchBytes : (int)request.MaxBatchBytes;

    private TimeSpan Heartbeat(SubscribeRequest request) =>
        request.HeartbeatMs == 0
            ? options.Value.Heartbeat
            : TimeSpan.FromMilliseconds(request.HeartbeatMs);

    private void Check(SubscribeRequest request)
    {
        var violations = new List<(string, string)>();
        if (request.HeartbeatMs != 0 && !InRange(TimeSpan.FromMilliseconds(request.HeartbeatMs)))
        {
            violations.Add(
                (
                    "heartbeat_ms",
                    $"it must be 0 or {s_heartbeatMin.TotalMilliseconds} to "
                        + $"{s_heartbeatMax.TotalMilliseconds}"
                )
            );
        }
        if (request.MaxBatchBytes > options.Value.BatchBytesMax)
        {
            violations.Add(("max_batch_bytes", $"it must be 0 to {options.Value.BatchBytesMax}"));
        }
        Invalid.ThrowIfAny(violations);

        static bool InRange(TimeSpan heartbeat) =>
            heartbeat >= s_heartbeatMin && heartbeat <= s_heartbeatMax;
    }
}

internal static class SubscribingSetup
{
    public static void AddSubscribing(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<Subscriptions>();
}
