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
    /// <summary>The header by which a test tells its call from those of the tests before it.</summary>
    public const string NameHeader = "x-name";

    /// <summary>Names of calls that were cancelled while they ran: by their header, else of their method.</summary>
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
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public override async Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context)
    {
        Interlocked.Increment(ref events.Calls);
        await WatchAsync(nameof(Echo), context, PauseAsync((int)request.DelayMs, context));
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

    public override Task Repeat(
        RepeatRequest request,
        IServerStreamWriter<EchoResponse> responseStream,
        ServerCallContext context
    ) => WatchAsync(nameof(Repeat), context, RepeatAsync(request, responseStream, context));

    private static async Task RepeatAsync(
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
            await PauseAsync((int)request.IntervalMs, context);
            await responseStream.WriteAsync(answer, context.CancellationToken);
        }
        if (request.ThenHang)
        {
            await PauseAsync(Timeout.Infinite, context);
        }
    }

    public override Task Chat(
        IAsyncStreamReader<EchoRequest> requestStream,
        IServerStreamWriter<EchoResponse> responseStream,
        ServerCallContext context
    ) => WatchAsync(nameof(Chat), context, ChatAsync(requestStream, responseStream, context));

    private static async Task ChatAsync(
        IAsyncStreamReader<EchoRequest> requestStream,
        IServerStreamWriter<EchoResponse> responseStream,
        ServerCallContext context
    )
    {
        await foreach (var part in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(new EchoResponse { Data = part.Data });
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

    private static Task PauseAsync(int ms, ServerCallContext context) =>
        ms == 0 ? Task.CompletedTask : Task.Delay(ms, context.CancellationToken);

    /// <summary>Notes a cancellation. What is read or written breaks off a moment before the token says why.</summary>
    private async Task WatchAsync(string method, ServerCallContext context, Task running)
    {
        try
        {
            await running;
        }
        catch (Exception)
        {
            await Task.Delay(s_patience, context.CancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (context.CancellationToken.IsCancellationRequested)
            {
                var name = context.RequestHeaders.GetValue(WireEvents.NameHeader) ?? method;
                events.Cancelled.Enqueue(name);
            }
            throw;
        }
    }
}
