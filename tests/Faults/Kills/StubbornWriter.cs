using Grpc.Core;
using Platform.Launcher.Client;
using Platform.Timeseries.V1;

namespace Platform.Faults.Kills;

/// <summary>
/// A client that writes on through every interruption: it keeps what is not acknowledged and sends it
/// again with the same request ids. Now and then it gives up on a batch instead, as a client that dies
/// would: of such a batch nothing is promised, except that no row is there twice.
/// </summary>
internal sealed class StubbornWriter(
    TimeseriesService.TimeseriesServiceClient client,
    Metadata headers,
    IReadOnlyList<string> symbols,
    Random random
)
{
    private const int OpenMax = 32;
    private const int GiveUpOneIn = 6;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Lock _gate = new();
    private readonly Queue<SentBatch> _open = new();
    private volatile bool _stopping;
    private ulong _sequence;
    private int _batches;

    public List<SentBatch> Acknowledged { get; } = [];

    /// <summary>Sent, never acknowledged, not sent again.</summary>
    public List<SentBatch> GivenUp { get; } = [];

    public List<StatusCode> Interruptions { get; } = [];

    public int AcknowledgedCount
    {
        get
        {
            lock (_gate)
            {
                return Acknowledged.Count;
            }
        }
    }

    public void Stop() => _stopping = true;

    /// <summary>Returns when all that was sent and not given up is acknowledged.</summary>
    public async Task RunAsync()
    {
        var acknowledged = 0;
        while (true)
        {
            try
            {
                await RunCallAsync();
                return;
            }
            catch (RpcException e) when (CallFailure.IsPassing(e))
            {
                Interruptions.Add(e.StatusCode);
            }
            if (AcknowledgedCount > acknowledged)
            {
                GiveUpSome();
                acknowledged = AcknowledgedCount;
            }
            await Task.Delay(50);
        }
    }

    /// <summary>Waits until more than so many batches are acknowledged.</summary>
    public async Task UntilAcknowledgedAsync(int moreThan, Task running)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (AcknowledgedCount <= moreThan)
        {
            if (running.IsCompleted)
            {
                await running;
            }
            if (DateTime.UtcNow > deadline)
            {
                throw new TimeoutException(
                    $"Nothing was acknowledged for {Patience.TotalSeconds} s after {moreThan} batches."
                );
            }
            await Task.Delay(5);
        }
    }

    private async Task RunCallAsync()
    {
        using var call = client.WriteTicks(headers);
        var sent = new List<SentBatch>();
        var reading = ReadAsync(call.ResponseStream, sent);
        try
        {
            await SendAsync(call.RequestStream, sent, reading);
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or IOException)
        {
            // Why the call ended is known to the reading half.
        }
        await reading;
        lock (_gate)
        {
            _open.ShouldBeEmpty("a call that ends well has acknowledged everything");
        }
    }

    private async Task SendAsync(
        IClientStreamWriter<WriteTicksRequest> requests,
        List<SentBatch> sent,
        Task reading
    )
    {
        SentBatch[] again;
        lock (_gate)
        {
            again = [.. _open];
        }
        foreach (var batch in again)
        {
            await WriteAsync(requests, sent, batch);
        }
        while (!_stopping && !reading.IsCompleted)
        {
            SentBatch? next = null;
            lock (_gate)
            {
                if (_open.Count < OpenMax)
                {
                    var first = _batches++ * SentBatch.RowsEach;
                    next = SentBatch.Make(++_sequence, symbols, first);
                    _open.Enqueue(next);
                }
            }
            if (next is not null)
            {
                await WriteAsync(requests, sent, next);
            }
            await Task.Delay(Pace);
        }
        await requests.CompleteAsync();
    }

    private async Task WriteAsync(
        IClientStreamWriter<WriteTicksRequest> requests,
        List<SentBatch> sent,
        SentBatch batch
    )
    {
        lock (_gate)
        {
            sent.Add(batch);
        }
        await requests.WriteAsync(
            new WriteTicksRequest
            {
                Batch = batch.Ticks,
                Sequence = batch.Sequence,
                RequestId = batch.RequestId,
            }
        );
    }

    private async Task ReadAsync(
        IAsyncStreamReader<WriteTicksResponse> responses,
        List<SentBatch> sent
    )
    {
        await foreach (var response in responses.ReadAllAsync())
        {
            lock (_gate)
            {
                var acked = sent.Where(batch => batch.Sequence <= response.AckedSequence).ToList();
                response.AckedSequence.ShouldBeLessThanOrEqualTo(sent[^1].Sequence);
                response.RejectedRows.ShouldBe(0ul);
                (response.AcceptedRows + response.DuplicateRows).ShouldBe(
                    (ulong)acked.Sum(batch => batch.Rows),
                    "what is counted is what was sent up to the acknowledged sequence"
                );
                while (_open.TryPeek(out var oldest) && oldest.Sequence <= response.AckedSequence)
                {
                    Acknowledged.Add(_open.Dequeue());
                }
            }
        }
    }

    private void GiveUpSome()
    {
        lock (_gate)
        {
            for (var left = _open.Count; left > 0; left--)
            {
                var batch = _open.Dequeue();
                if (random.Next(GiveUpOneIn) == 0)
                {
                    GivenUp.Add(batch);
                }
                else
                {
                    _open.Enqueue(batch);
                }
            }
        }
    }
}
