using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Platform.ServiceDefaults.Tests.Probing;

namespace Platform.ServiceDefaults.Tests.Kit;

/// <summary>What the test sees of the handler's side.</summary>
internal sealed class ProbeEvents
{
    /// <summary>Names of methods whose handler has begun; only those that wait are noted.</summary>
    public ConcurrentQueue<string> Begun { get; } = [];

    /// <summary>Names of methods whose call was cancelled while their handler ran.</summary>
    public ConcurrentQueue<string> Cancelled { get; } = [];
}

internal sealed class ProbeService(
    DrainToken drain,
    TokenMint mint,
    ProbeEvents events,
    IServiceProvider services
) : Probe.ProbeBase
{
    public override async Task<Payload> Echo(Payload request, ServerCallContext context)
    {
        if (request.Compress)
        {
            await context.CompressResponsesAsync();
        }
        return request;
    }

    public override Task<Empty> Fail(FailRequest request, ServerCallContext context)
    {
        switch (request.HowCase)
        {
            case FailRequest.HowOneofCase.Reason:
                PlatformErrors.Throw(request.Reason, "Told to fail.", ("key", "value"));
                break;
            case FailRequest.HowOneofCase.InvalidFields:
                var fields = Enumerable.Range(1, (int)request.InvalidFields);
                PlatformErrors.ThrowInvalid([
                    .. fields.Select(i => ($"field_{i}", "must be positive")),
                ]);
                break;
            case FailRequest.HowOneofCase.Exception:
                throw new InvalidOperationException(request.Exception);
            case FailRequest.HowOneofCase.RetryAfterMs:
                PlatformErrors.ThrowRetryAfter(
                    Common.V1.ErrorReason.Overloaded,
                    TimeSpan.FromMilliseconds(request.RetryAfterMs),
                    "Too much at once."
                );
                break;
            case FailRequest.HowOneofCase.StatusCode:
                throw new RpcException(new Status((StatusCode)request.StatusCode, "plain"));
            case FailRequest.HowOneofCase.Cancelled:
                throw new OperationCanceledException("nobody cancelled");
        }
        return Task.FromResult(new Empty());
    }

    public override async Task<Empty> Sleep(Empty request, ServerCallContext context)
    {
        events.Begun.Enqueue(nameof(Sleep));
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        finally
        {
            events.Cancelled.Enqueue(nameof(Sleep));
        }
        return request;
    }

    public override Task<Empty> Erase(Empty request, ServerCallContext context) =>
        Task.FromResult(request);

    public override Task<Identity> WhoAmI(Empty request, ServerCallContext context)
    {
        var caller = context.Caller();
        var hasDeadline = context.Deadline != DateTime.MaxValue;
        return Task.FromResult(
            new Identity
            {
                Subject = caller.Subject,
                Process = caller.Process,
                Permissions = { caller.Permissions },
                DeadlineMs = hasDeadline
                    ? new DateTimeOffset(context.Deadline).ToUnixTimeMilliseconds()
                    : 0,
            }
        );
    }

    public override async Task<Identity> Relay(Empty request, ServerCallContext context)
    {
        var peer = (Probe.ProbeClient)services.GetService(typeof(Probe.ProbeClient))!;
        return await peer.WhoAmIAsync(request, mint.OnBehalfOf(context));
    }

    public override async Task<Payload> Upload(
        IAsyncStreamReader<Payload> requestStream,
        ServerCallContext context
    )
    {
        var total = 0;
        await foreach (var part in requestStream.ReadAllAsync(context.CancellationToken))
        {
            total += part.Data.Length;
        }
        return new Payload { Data = ByteString.CopyFrom(BitConverter.GetBytes(total)) };
    }

    public override async Task Follow(
        Empty request,
        IServerStreamWriter<Payload> responseStream,
        ServerCallContext context
    )
    {
        await responseStream.WriteAsync(new Payload());
        using var end = drain.LinkTo(context.CancellationToken);
        await Task.Delay(Timeout.Infinite, end.Token);
    }

    public override async Task Cling(
        Empty request,
        IServerStreamWriter<Payload> responseStream,
        ServerCallContext context
    )
    {
        await responseStream.WriteAsync(new Payload());
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }
}
