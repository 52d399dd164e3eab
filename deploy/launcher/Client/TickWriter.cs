using System.Diagnostics;
using System.Threading.Channels;
using Grpc.Core;
using Platform.Timeseries.V1;

namespace Platform.Launcher.Client;

/// <summary>What became of the rows given to a writer.</summary>
internal readonly record struct WriteTotals(ulong New, ulong AlreadyThere, ulong Rejected)
{
    public ulong Acknowledged => New + AlreadyThere;

    public WriteTotals Plus(WriteTotals other) =>
        new(New + other.New, AlreadyThere + other.AlreadyThere, Rejected + other.Rejected);
}

/// <summary>
/// Writes batches over WriteTicks and keeps each until it is acknowledged. When the call is lost it opens
/// another and sends again what was not; the request ids make that harmless.
/// </summary>
internal sealed class TickWriter : IAsyncDisposable
{
    /// <summary>Batches sent and not yet acknowledged, at most; then the caller waits.</summary>
    private const int UnacknowledgedMax = 64;

    /// <summary>How long the suite may be away before the writer gives up.</summary>
    private static readonly TimeSpan OutageMax = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(250);

    private readonly SuiteConnection _suite;
    private readonly Channel<WriteTicksRequest> _given;
    private readonly Queue<(WriteTicksRequest Request, long SentAt)> _unacknowledged = new();
    private readonly SemaphoreSlim _room = new(UnacknowledgedMax, UnacknowledgedMax);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly Task _pump;
    private WriteTotals _ofEarlierCalls;
    private WriteTotals _ofThisCall;
    private ulong _sequence;

    public TickWriter(SuiteConnection suite)
    {
        _suite = suite;
        _given = Channel.CreateUnbounded<WriteTicksRequest>(
            new UnboundedChannelOptions { SingleReader = true, SingleWriter = true }
        );
        _pump = Task.Run(PumpAsync);
    }

    public WriteTotals Totals
    {
        get
        {
            lock (_gate)
                return _ofEarlierCalls.Plus(_ofThisCall);
        }
    }

    /// <summary>Time from sending the last acknowledged batch to its acknowledgement.</summary>
    public TimeSpan LastAckTime { get; private set; }

    /// <summary>The first rejected rows, for the reader to see why.</summary>
    public List<RejectedRow> Rejections { get; } = [];

    /// <summary>Called when the suite goes away and comes back.</summary>
    public Action<string> Say { get; init; } = _ => { };

    public async Task WriteAsync(TickBatch batch, Guid requestId, CancellationToken cancellation)
    {
        var room = _room.WaitAsync(cancellation);
        if (await Task.WhenAny(room, _pump) == _pump)
            await _pump;
        await room;
        var request = new WriteTicksRequest
        {
            Batch = batch,
            Sequence = ++_sequence,
            RequestId = requestId.ToString(),
        };
        _given.Writer.TryWrite(request);
    }

    /// <summary>Returns when all that was given is acknowledged.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        _given.Writer.TryComplete();
        await _pump.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _given.Writer.TryComplete();
        await _end.CancelAsync();
        await _pump.ContinueWith(_ => { }, TaskScheduler.Default);
        _end.Dispose();
        _room.Dispose();
    }

    private async Task PumpAsync()
    {
        var outage = new Stopwatch();
        while (true)
        {
            try
            {
                await RunCallAsync(outage);
                return;
            }
            catch (RpcException problem) when (_end.IsCancellationRequested)
            {
                throw new OperationCanceledException("the writer was closed", problem, _end.Token);
            }
            catch (RpcException problem)
                when (CallFailure.IsPassing(problem) && outage.Elapsed < OutageMax)
            {
                if (!outage.IsRunning)
                    Say($"the suite is away ({problem.StatusCode}); trying again");
                outage.Start();
                await Task.Delay(RetryPause, _end.Token);
            }
            catch (RpcException problem)
            {
                throw CallFailure.Final("the ticks were refused", problem);
            }
        }
    }

    private async Task RunCallAsync(Stopwatch outage)
    {
        lock (_gate)
        {
            _ofEarlierCalls = _ofEarlierCalls.Plus(_ofThisCall);
            _ofThisCall = default;
        }
        using var call = _suite.Ticks.WriteTicks(_suite.Headers, cancellationToken: _end.Token);
        var acknowledgements = ReadAsync(call.ResponseStream, outage);
        try
        {
            await SendAsync(call.RequestStream, acknowledgements);
        }
        catch (Exception lost)
            when (lost is RpcException or InvalidOperationException or IOException)
        {
            // The call ended under the writer; how it ended is known to the reader, below.
        }
        await acknowledgements;
        if (_unacknowledged.Count > 0 || !_given.Reader.Completion.IsCompleted)
            throw new RpcException(
                new Status(
                    StatusCode.Unavailable,
                    "the call ended before everything was acknowledged"
                )
            );
    }

    private async Task SendAsync(
        IClientStreamWriter<WriteTicksRequest> stream,
        Task acknowledgements
    )
    {
        List<WriteTicksRequest> again;
        lock (_gate)
            again = [.. _unacknowledged.Select(entry => entry.Request)];
        foreach (var request in again)
            await stream.WriteAsync(request);
        while (true)
        {
            var more = _given.Reader.WaitToReadAsync(_end.Token).AsTask();
            // While nothing is given, the end of the call must still be noticed.
            if (await Task.WhenAny(more, acknowledgements) == acknowledgements)
                return;
            if (!await more)
                break;
            while (_given.Reader.TryRead(out var request))
            {
                lock (_gate)
                    _unacknowledged.Enqueue((request, Stopwatch.GetTimestamp()));
                await stream.WriteAsync(request);
            }
        }
        await stream.CompleteAsync();
    }

    private async Task ReadAsync(IAsyncStreamReader<WriteTicksResponse> stream, Stopwatch outage)
    {
        while (await stream.MoveNext(_end.Token))
        {
            if (outage.IsRunning)
                Say("the suite is back; nothing was lost");
            outage.Reset();
            Take(stream.Current);
        }
    }

    private void Take(WriteTicksResponse response)
    {
        var released = 0;
        lock (_gate)
        {
            _ofThisCall = new WriteTotals(
                response.AcceptedRows,
                response.DuplicateRows,
                response.RejectedRows
            );
            Rejections.AddRange(
                response.Rejected.Take(Math.Max(0, RejectionsKept - Rejections.Count))
            );
            while (
                _unacknowledged.TryPeek(out var oldest)
                && oldest.Request.Sequence <= response.AckedSequence
            )
            {
                _unacknowledged.Dequeue();
                LastAckTime = Stopwatch.GetElapsedTime(oldest.SentAt);
                released++;
            }
        }
        if (released > 0)
            _room.Release(released);
    }

    private const int RejectionsKept = 10;
}
