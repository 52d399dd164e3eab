using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Stream.Engines;
using Platform.Stream.V1;

namespace Platform.Stream.Publishing;

/// <summary>Appends records, one request at a time or pipelined.</summary>
internal sealed class Publisher(
    ILogEngine engine,
    IOptions<StreamOptions> options,
    DrainToken drain
)
{
    private readonly RecordIntake _intake = new(options.Value);
    private readonly OpenCalls _streams = new("publish streams", options.Value.PublishStreamsMax);

    public async Task<PublishResponse> PublishAsync(
        PublishRequest request,
        CancellationToken cancellation
    )
    {
        var one = await PublishOne.BeginAsync(
            engine,
            _intake,
            request.Topic,
            request.Records,
            cancellation
        );
        var response = new PublishResponse();
        await one.CompleteAsync(response.Acks, cancellation);
        return response;
    }

    public async Task PublishStreamAsync(
        IAsyncStreamReader<PublishStreamRequest> requests,
        IServerStreamWriter<PublishStreamResponse> responses,
        CancellationToken call
    )
    {
        using var open = _streams.Enter();
        using var stop = drain.LinkTo(call);
        await new PublishPipeline(engine, _intake, options.Value).RunAsync(
            requests,
            responses,
            call,
            stop.Token
        );
    }
}

/// <summary>Counts the open calls of one kind and refuses those over the limit.</summary>
internal sealed class OpenCalls(string kind, int max)
{
    private int _open;

    public Entered Enter()
    {
        if (Interlocked.Increment(ref _open) > max)
        {
            Interlocked.Decrement(ref _open);
            PlatformErrors.Throw(
                ErrorReason.Overloaded,
                $"There are {max} {kind} open, as many as are allowed."
            );
        }
        return new Entered(this);
    }

    internal readonly struct Entered(OpenCalls calls) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref calls._open);
    }
}

internal static class PublishingSetup
{
    public static void AddPublishing(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<Publisher>();
}
