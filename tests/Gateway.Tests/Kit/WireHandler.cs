using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Platform.Common.V1;
using Platform.Gateway.Tests.Wire.V1;
using Platform.ServiceDefaults;

namespace Platform.Gateway.Tests.Kit;

/// <summary>What a test sees of the service's side.</summary>
internal sealed class WireEvents
{
    /// <summary>Names of methods whose call was cancelled while it ran.</summary>
    public ConcurrentQueue<string> Cancelled { get; } = [];

    public int Calls;
}

internal static class WireSetup
{
    public static void AddWire(this IServiceCollection services) =>
        services.AddSingleton<WireEvents>();
}

internal sealed class WireHandler(WireEvents events, PlatformProcess process)
    : WireService.WireServiceBase
{
    public override async Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context)
    {
        Interlocked.Increment(ref events.Calls);
        await PauseAsync(nameof(Echo), (int)request.DelayMs, context);
        if (request.Compress)
        {
            await context.CompressResponsesAsync();
        }
        return new EchoResponse { Data = request.Data };
    }

    public override async Task<CollectResponse> Collect(
        IAsyncStreamReader<EchoRequest> requestStream,
        ServerCallContext context
    )
    {
        var answer = new CollectResponse();
        await foreach (var part in requestStream.ReadAllAsync(context.CancellationToken))
        {
            answer.Bytes += (ulong)part.Data.Length;
            answer.Messages++;
        }
        return answer;
    }

    public override async Task Repeat(
        RepeatRequest request,
        IServerStreamWriter<EchoResponse> responseStream,
        ServerCallContext context
    )
    {
        if (request.HeadersAtOnce)
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "early", "yes" } });
        }
        var answer = new EchoResponse { Data = ByteString.CopyFrom(new byte[request.Size]) };
        for (var i = 0; i < request.Count; i++)
        {
            await PauseAsync(nameof(Repeat), (int)request.IntervalMs, context);
            await responseStream.WriteAsync(answer, context.CancellationToken);
        }
        if (request.ThenHang)
        {
            await PauseAsync(nameof(Repeat), Timeout.Infinite, context);
        }
    }

    public override async Task Chat(
        IAsyncStreamReader<EchoRequest> requestStream,
        IServerStreamWriter<EchoResponse> responseStream,
        ServerCallContext context
    )
    {
        try
        {
            await foreach (var part in requestStream.ReadAllAsync(context.CancellationToken))
            {
                await responseStream.WriteAsync(new EchoResponse { Data = part.Data });
            }
        }
        catch (Exception) when (context.CancellationToken.IsCancellationRequested)
        {
            events.Cancelled.Enqueue(nameof(Chat));
            throw;
        }
    }

    public override Task<InspectResponse> Inspect(InspectRequest request, ServerCallContext context)
    {
        var caller = context.Caller();
        var answer = new InspectResponse
        {
            Subject = caller.Subject,
            Process = caller.Process,
            Permissions = { caller.Permissions },
            Instance = process.InstanceId,
            DeadlineInMs =
                context.Deadline == DateTime.MaxValue
                    ? 0
                    : (long)(context.Deadline - DateTime.UtcNow).TotalMilliseconds,
        };
        foreach (var header in context.RequestHeaders)
        {
            answer.Headers[header.Key] = header.IsBinary
                ? Convert.ToBase64String(header.ValueBytes)
                : header.Value;
        }
        context.ResponseTrailers.Add("trailing", "yes");
        context.ResponseTrailers.Add("trailing-bin", [1, 2, 255]);
        return Task.FromResult(answer);
    }

    public override Task<EchoResponse> Fail(FailRequest request, ServerCallContext context)
    {
        var error = PlatformErrors.Create(
            (ErrorReason)request.Reason,
            request.Message,
            ("padding", new string('x', (int)request.TrailerBytes))
        );
        throw error;
    }

    private async Task PauseAsync(string method, int ms, ServerCallContext context)
    {
        try
        {
            if (ms != 0)
            {
                await Task.Delay(ms, context.CancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            events.Cancelled.Enqueue(method);
            throw;
        }
    }
}
