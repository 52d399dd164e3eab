using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.Stream.V1;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Log;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Ticks.Write;

/// <summary>Checks batches, puts their records into the log and answers when they are durable.</summary>
internal sealed class TickWriter(
    BatchSplitter splitter,
    TickLog log,
    LogPublisher publisher,
    TickHub hub,
    IOptions<TickOptions> options,
    TimeProvider clock
)
{
    private readonly TickOptions _options = options.Value;

    public async Task<WriteTickBatchResponse> WriteAsync(
        WriteTickBatchRequest request,
        CancellationToken cancellation
    )
    {
        var pending = await StartAsync(request.Batch, request.RequestId, 0, cancellation);
        var acks = await pending.Acks.WaitAsync(cancellation);
        var response = new WriteTickBatchResponse
        {
            RejectedRows = (uint)pending.Split.RejectedRows,
        };
        response.Rejected.AddRange(pending.Split.Rejected);
        var positions = new Dictionary<uint, ulong>();
        for (var i = 0; i < acks.Count; i++)
        {
            var rows = (uint)pending.Split.Records[i].Rows;
            response.AcceptedRows += acks[i].Duplicate ? 0 : rows;
            response.DuplicateRows += acks[i].Duplicate ? rows : 0;
            Note(positions, acks[i].Position);
        }
        AddTo(response.Positions, positions);
        return response;
    }

    /// <summary>Reads batches and answers in order until the caller has sent its last and all are durable.</summary>
    public async Task WriteAsync(
        IAsyncStreamReader<WriteTicksRequest> requests,
        IServerStreamWriter<WriteTicksResponse> responses,
        CancellationToken cancellation
    )
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var started = Channel.CreateBounded<PendingBatch>(
            new BoundedChannelOptions(_options.WriterBatchesInFlightMax) { SingleReader = true }
        );
        var answering = AnswerAsync(started.Reader, responses, ended);
        try
        {
            await StartAllAsync(requests, started.Writer, ended.Token);
            started.Writer.TryComplete();
        }
        catch (Exception e)
            when (!ended.IsCancellationRequested || cancellation.IsCancellationRequested)
        {
            // What came before the bad batch is acknowledged first; then the call ends with the reason.
            started.Writer.TryComplete(e);
        }
        catch (OperationCanceledException)
        {
            // The answering half ended the call, and says why.
        }
        await answering;
    }

    private async Task StartAllAsync(
        IAsyncStreamReader<WriteTicksRequest> requests,
        ChannelWriter<PendingBatch> started,
        CancellationToken cancellation
    )
    {
        ulong last = 0;
        while (await requests.MoveNext(cancellation))
        {
            var request = requests.Current;
            last = request.Sequence == 0 ? last + 1 : request.Sequence;
            var pending = await StartAsync(request.Batch, request.RequestId, last, cancellation);
            await started.WriteAsync(pending, cancellation);
        }
    }

    private async Task AnswerAsync(
        ChannelReader<PendingBatch> started,
        IServerStreamWriter<WriteTicksResponse> responses,
        CancellationTokenSource ended
    )
    {
        var totals = new WriteTicksResponse();
        try
        {
            while (await started.WaitToReadAsync(ended.Token))
            {
                var positions = new Dictionary<uint, ulong>();
                RpcException? failure = null;
                // One answer for all that are durable by now.
                while (
                    failure is null
                    && started.TryPeek(out var pending)
                    && (positions.Count == 0 || pending.Acks.IsCompleted)
                    && started.TryRead(out pending)
                )
                {
                    try
                    {
                        Add(totals, pending, await pending.Acks.WaitAsync(ended.Token), positions);
                    }
                    catch (RpcException e)
                    {
                        failure = e;
                    }
                }
                AddTo(totals.Positions, positions);
                if (failure is null || positions.Count > 0)
                {
                    await responses.WriteAsync(totals, ended.Token);
                }
                totals.Positions.Clear();
                totals.Rejected.Clear();
                if (failure is not null)
                {
                    throw failure;
                }
            }
            await started.Completion;
        }
        catch (ChannelClosedException e) when (e.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    private void Add(
        WriteTicksResponse totals,
        PendingBatch pending,
        IReadOnlyList<RecordAck> acks,
        Dictionary<uint, ulong> positions
    )
    {
        totals.AckedSequence = pending.Sequence;
        totals.RejectedRows += (ulong)pending.Split.RejectedRows;
        totals.Rejected.AddRange(pending.Split.Rejected);
        for (var i = 0; i < acks.Count; i++)
        {
            var rows = (ulong)pending.Split.Records[i].Rows;
            if (acks[i].Duplicate)
            {
                totals.DuplicateRows += rows;
            }
            else
            {
                totals.AcceptedRows += rows;
            }
            Note(positions, acks[i].Position);
        }
    }

    private async ValueTask<PendingBatch> StartAsync(
        TickBatch? batch,
        string requestId,
        ulong sequence,
        CancellationToken cancellation
    )
    {
        var id = RequestIds.Parse(requestId);
        var split = splitter.Split(batch, sequence);
        if (split.Records.Count == 0)
        {
            return new PendingBatch(sequence, split, Task.FromResult<IReadOnlyList<RecordAck>>([]));
        }
        var partitioner = await log.GetPartitionerAsync(cancellation);
        var ingestUs = MicroTime.Now(clock);
        var records = new NewRecord[split.Records.Count];
        for (var i = 0; i < records.Length; i++)
        {
            var record = split.Records[i];
            records[i] = new NewRecord
            {
                Partition = partitioner.PartitionOf(record.Symbol),
                Key = ByteString.CopyFromUtf8(record.Symbol),
                Value = UnsafeByteOperations.UnsafeWrap(record.Value),
                TimestampUs = ingestUs,
                RequestId = id is { } given ? RequestIds.ForRecord(given, i) : "",
            };
        }
        var acks = await publisher.PublishAsync(records, cancellation);
        return new PendingBatch(sequence, split, acks);
    }

    private void Note(Dictionary<uint, ulong> positions, Position position)
    {
        if (!positions.TryGetValue(position.Partition, out var offset) || offset < position.Offset)
        {
            positions[position.Partition] = position.Offset;
        }
        hub.Acknowledged(position.Partition, position.Offset);
    }

    private static void AddTo(
        Google.Protobuf.Collections.RepeatedField<Position> into,
        Dictionary<uint, ulong> positions
    )
    {
        foreach (var (partition, offset) in positions)
        {
            into.Add(new Position { Partition = partition, Offset = offset });
        }
    }

    private sealed record PendingBatch(
        ulong Sequence,
        SplitBatch Split,
        Task<IReadOnlyList<RecordAck>> Acks
    );
}
