using System.Threading.Channels;
using Grpc.Core;
using Platform.ServiceDefaults;
using Platform.Stream.Engines;
using Platform.Stream.V1;

namespace Platform.Stream.Publishing;

/// <summary>
/// One publish stream: one side reads requests and fixes their order in the log, the other answers
/// each when it is durable. Between them is as much as the limits allow; beyond, the stream is not
/// read, and HTTP/2 holds the client back.
/// </summary>
internal sealed class PublishPipeline(ILogEngine engine, RecordIntake intake, StreamOptions options)
{
    private readonly Channel<InFlight> _inFlight = Channel.CreateBounded<InFlight>(
        new BoundedChannelOptions(options.RequestsInFlightMax)
        {
            SingleReader = true,
            SingleWriter = true,
        }
    );
    private readonly ByteBudget _budget = new(options.BytesInFlightMax);

    /// <param name="requests">Read until the client has ended it, or something failed.</param>
    /// <param name="responses">One for each request, in order.</param>
    /// <param name="call">The client has gone.</param>
    /// <param name="stop">Take no more; what was taken is still answered.</param>
    public async Task RunAsync(
        IAsyncStreamReader<PublishStreamRequest> requests,
        IServerStreamWriter<PublishStreamResponse> responses,
        CancellationToken call,
        CancellationToken stop
    )
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reading = ReadAsync(requests, failed.Token);
        try
        {
            // Ends with the reader's failure, if it had one, after the answers before it.
            await AnswerAsync(responses, call);
        }
        finally
        {
            await failed.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(
        IAsyncStreamReader<PublishStreamRequest> requests,
        CancellationToken cancellation
    )
    {
        Exception? failure = null;
        try
        {
            var stream = new StreamRules();
            while (await requests.MoveNext(cancellation))
            {
                var request = requests.Current;
                stream.Check(request);
                var one = await PublishOne.BeginAsync(
                    engine,
                    intake,
                    stream.Topic,
                    request.Records,
                    cancellation
                );
                await _inFlight.Writer.WriteAsync(new(request.Sequence, one), cancellation);
                await _budget.TakeAsync(one.Bytes, cancellation);
            }
        }
        catch (Exception thrown)
        {
            // The server's reader reports a cancellation in ways of its own.
            failure = cancellation.IsCancellationRequested
                ? new OperationCanceledException(cancellation)
                : thrown;
        }
        _inFlight.Writer.Complete(failure);
    }

    private async Task AnswerAsync(
        IServerStreamWriter<PublishStreamResponse> responses,
        CancellationToken cancellation
    )
    {
        await foreach (var (sequence, one) in _inFlight.Reader.ReadAllAsync(cancellation))
        {
            var response = new PublishStreamResponse { Sequence = sequence };
            await one.CompleteAsync(response.Acks, cancellation);
            _budget.Give(one.Bytes);
            await responses.WriteAsync(response, cancellation);
        }
    }

    private readonly record struct InFlight(ulong Sequence, PublishOne One);

    /// <summary>What must hold from request to request of a stream.</summary>
    private sealed class StreamRules
    {
        private ulong _last;

        public string Topic { get; private set; } = "";

        public void Check(PublishStreamRequest request)
        {
            if (Topic.Length == 0)
            {
                if (request.Topic.Length == 0)
                {
                    PlatformErrors.ThrowInvalid(("topic", "the first request must name it"));
                }
                Topic = request.Topic;
            }
            else
            {
                if (request.Topic.Length > 0 && request.Topic != Topic)
                {
                    PlatformErrors.ThrowInvalid(
                        (
                            "topic",
                            $"this stream is for '{Topic}'; open another for '{request.Topic}'"
                        )
                    );
                }
                if (request.Sequence <= _last)
                {
                    PlatformErrors.ThrowInvalid(
                        ("sequence", $"it must rise; {request.Sequence} came after {_last}")
                    );
                }
            }
            _last = request.Sequence;
        }
    }
}

/// <summary>
/// Bytes that may be under way. One writer takes, one reader gives back; taking waits while too
/// much is out.
/// </summary>
internal sealed class ByteBudget(long max)
{
    private readonly Lock _lock = new();
    private long _out;
    private TaskCompletionSource? _waiting;

    /// <summary>Counts the bytes, then waits until no more than allowed are out.</summary>
    public async ValueTask TakeAsync(long bytes, CancellationToken cancellation)
    {
        TaskCompletionSource waiting;
        lock (_lock)
        {
            _out += bytes;
            if (_out <= max)
            {
                return;
            }
            waiting = _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        await waiting.Task.WaitAsync(cancellation);
    }

    public void Give(long bytes)
    {
        TaskCompletionSource? waiting = null;
        lock (_lock)
        {
            _out -= bytes;
            if (_out <= max)
            {
                (waiting, _waiting) = (_waiting, null);
            }
        }
        waiting?.SetResult();
    }
}
