using System.Threading.Channels;
using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Stream.V1;

namespace Platform.Timeseries.Ticks.Log;

/// <summary>
/// One pipelined stream of appends to the log, shared by every writer. Records are appended in the
/// order of <see cref="PublishAsync"/>. When the stream breaks, everything in flight fails with the
/// reason: whether it became durable is then unknown, and repeating it with the same request ids is safe.
/// </summary>
internal sealed partial class LogPublisher(TickLog log, ILogger<LogPublisher> logger)
    : BackgroundService
{
    private const int QueuedMax = 256;
    private const int RequestBytesMax = 1 << 20;
    private static readonly TimeSpan BackOffMax = TimeSpan.FromSeconds(1);

    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(
        new BoundedChannelOptions(QueuedMax) { SingleReader = true }
    );
    private volatile RpcException? _down;

    // Some of its records are in a request, the others not yet.
    private Pending? _begun;

    /// <summary>
    /// Completes when the records are in line; the task inside completes when they are durable, with
    /// an acknowledgement for each.
    /// </summary>
    /// <exception cref="RpcException">The log does not answer (at once while it is known to be down).</exception>
    public async ValueTask<Task<IReadOnlyList<RecordAck>>> PublishAsync(
        IReadOnlyList<NewRecord> records,
        CancellationToken cancellation
    )
    {
        if (_down is { } down)
        {
            throw new RpcException(down.Status, down.Trailers);
        }
        var pending = new Pending(records);
        await _queue.Writer.WriteAsync(pending, cancellation);
        return pending.Acked.Task;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backOff = TimeSpan.Zero;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _queue.Reader.WaitToReadAsync(stoppingToken);
                await RunStreamAsync(() => backOff = TimeSpan.Zero, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (RpcException e)
            {
                _down = e;
                LogBroken(e.StatusCode, e.Status.Detail);
                FailQueued(e);
                backOff = TimeSpan.FromMilliseconds(
                    Math.Min(BackOffMax.TotalMilliseconds, (backOff.TotalMilliseconds * 2) + 50)
                );
                await Task.Delay(backOff, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _down = null;
            }
        }
        FailQueued(
            new RpcException(new Status(StatusCode.Unavailable, "The service is stopping."))
        );
    }

    private async Task RunStreamAsync(Action onProgress, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var recordsMax = await RecordsPerRequestMaxAsync(stopping);
        using var call = log.Client.PublishStream(cancellationToken: ended.Token);
        var inFlight = Channel.CreateUnbounded<List<Slice>>(
            new UnboundedChannelOptions { SingleReader = true, SingleWriter = true }
        );
        var reading = ReadAcksAsync(call.ResponseStream, inFlight.Reader, onProgress, ended.Token);
        var writing = WriteRecordsAsync(
            call.RequestStream,
            recordsMax,
            inFlight.Writer,
            ended.Token
        );
        await Task.WhenAny(reading, writing);
        await ended.CancelAsync();
        var failure =
            await FailureOfAsync(reading, stopping) ?? await FailureOfAsync(writing, stopping);
        failure = Explain(
            failure
                ?? new RpcException(
                    new Status(StatusCode.Unavailable, "it closed the stream of appends")
                )
        );
        inFlight.Writer.TryComplete();
        while (inFlight.Reader.TryRead(out var lost))
        {
            foreach (var slice in lost)
            {
                Fail(slice.Of, failure);
            }
        }
        if (_begun is { } half)
        {
            Fail(half, failure);
        }
        stopping.ThrowIfCancellationRequested();
        throw failure;
    }

    /// <summary>Asked again for each stream: the log may have been restarted with another limit.</summary>
    private async Task<int> RecordsPerRequestMaxAsync(CancellationToken stopping)
    {
        try
        {
            var status = await log.GetStatusAsync(stopping);
            return Math.Max(1, (int)status.RecordsPerRequestMax);
        }
        catch (RpcException e)
        {
            stopping.ThrowIfCancellationRequested();
            throw Explain(e);
        }
    }

    /// <summary>A call of more records than one request may have goes in several.</summary>
    private async Task WriteRecordsAsync(
        IClientStreamWriter<PublishStreamRequest> requests,
        int recordsMax,
        ChannelWriter<List<Slice>> inFlight,
        CancellationToken cancellation
    )
    {
        ulong sequence = 0;
        _begun = null;
        var taken = 0;
        while (_begun is not null || await _queue.Reader.WaitToReadAsync(cancellation))
        {
            // What has gathered meanwhile goes into one message: one append, one answer.
            var request = new PublishStreamRequest { Topic = log.Topic, Sequence = ++sequence };
            var slices = new List<Slice>();
            var bytes = 0;
            while (
                bytes < RequestBytesMax
                && request.Records.Count < recordsMax
                && (_begun is not null || _queue.Reader.TryRead(out _begun))
            )
            {
                var first = taken;
                while (taken < _begun.Records.Count && request.Records.Count < recordsMax)
                {
                    var record = _begun.Records[taken++];
                    request.Records.Add(record);
                    bytes += record.Value.Length;
                }
                slices.Add(new Slice(_begun, first, taken - first));
                if (taken == _begun.Records.Count)
                {
                    _begun = null;
                    taken = 0;
                }
            }
            if (slices.Count > 0)
            {
                await inFlight.WriteAsync(slices, CancellationToken.None);
                await requests.WriteAsync(request, cancellation);
            }
        }
    }

    private static async Task ReadAcksAsync(
        IAsyncStreamReader<PublishStreamResponse> responses,
        ChannelReader<List<Slice>> inFlight,
        Action onProgress,
        CancellationToken cancellation
    )
    {
        while (await responses.MoveNext(cancellation))
        {
            onProgress();
            var acks = responses.Current.Acks;
            var next = 0;
            foreach (var slice in await inFlight.ReadAsync(cancellation))
            {
                slice.Acknowledge(acks, next);
                next += slice.Count;
            }
        }
    }

    private static async Task<RpcException?> FailureOfAsync(Task task, CancellationToken stopping)
    {
        try
        {
            await task;
            return null;
        }
        catch (RpcException e)
            when (e.StatusCode != StatusCode.Cancelled || stopping.IsCancellationRequested)
        {
            return e;
        }
        catch (RpcException)
        {
            // Our own cancellation of the other half.
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            return new RpcException(new Status(StatusCode.Unavailable, e.Message, e));
        }
    }

    private void FailQueued(RpcException reason)
    {
        while (_queue.Reader.TryRead(out var pending))
        {
            Fail(pending, reason);
        }
    }

    private static void Fail(Pending pending, RpcException reason) =>
        pending.Acked.TrySetException(new RpcException(reason.Status, reason.Trailers));

    /// <summary>Transport errors say nothing of who is meant; a reason of the log's own goes on as it is.</summary>
    private static RpcException Explain(RpcException failure) =>
        failure.Reason() is not null
        || failure.StatusCode is not (StatusCode.Unavailable or StatusCode.DeadlineExceeded)
            ? failure
            : PlatformErrors.Create(
                ErrorReason.StoreUnavailable,
                $"The log, stream, does not answer ({failure.Status.Detail}); nothing that was not "
                    + "acknowledged is promised, and repeating it with the same request_id is safe.",
                ("store", "stream")
            );

    [LoggerMessage(101, LogLevel.Warning, "Appending to the log broke off: {Code} {Detail}")]
    private partial void LogBroken(StatusCode code, string detail);

    private sealed class Pending(IReadOnlyList<NewRecord> records)
    {
        public IReadOnlyList<NewRecord> Records { get; } = records;

        public TaskCompletionSource<IReadOnlyList<RecordAck>> Acked { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The acknowledgements so far; complete ones are handed on.</summary>
        public RecordAck[] Acks { get; } = new RecordAck[records.Count];
    }

    /// <summary>The records of one call that one request carries; the last slice brings the answer.</summary>
    private readonly record struct Slice(Pending Of, int First, int Count)
    {
        public void Acknowledge(IReadOnlyList<RecordAck> acks, int from)
        {
            for (var i = 0; i < Count; i++)
            {
                Of.Acks[First + i] = acks[from + i];
            }
            if (First + Count == Of.Acks.Length)
            {
                Of.Acked.TrySetResult(Of.Acks);
            }
        }
    }
}
