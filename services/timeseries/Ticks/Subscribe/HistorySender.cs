using Platform.Common.V1;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Ticks.Subscribe;

/// <summary>
/// Sends one subscription what lies between its cursor and the hub's live records, from storage or
/// from memory; rows in order of event time and, when a replay asks for it, at its pace.
/// </summary>
internal sealed class HistorySender(
    TickHub hub,
    TickHistory history,
    TickScope scope,
    SubscriptionRequest request,
    Cursor cursor,
    FrameWriter writer,
    LiveOptions options,
    TimeProvider clock
)
{
    private const int FrameRows = 2_048;

    private readonly ReplayPace _pace = new(request.ReplaySpeed, clock);
    private readonly Dictionary<uint, PartialRecord> _partial = [];

    public bool IsPaced => _pace.IsPaced;

    /// <summary>Sends the records memory holds after the cursor.</summary>
    public Task SendBacklogAsync(List<TickRecord> backlog, CancellationToken cancellation) =>
        IsPaced
            ? ReplayBacklogAsync(backlog, cancellation)
            : SendWholeRecordsAsync(backlog, cancellation);

    /// <summary>Sends what storage holds between the cursor and these offsets of its partitions.</summary>
    public async Task SendStoredAsync(
        Dictionary<uint, long> boundaries,
        CancellationToken cancellation
    )
    {
        var pages = new List<PartitionPages>();
        foreach (var (partition, boundary) in boundaries)
        {
            var after = cursor.Through(partition);
            if (boundary > after)
            {
                // Memory gave these up before they were stored only under pressure; then this waits.
                await hub.WaitStoredAsync(partition, boundary, cancellation);
                pages.Add(
                    new PartitionPages(history, scope.ForHistory(), partition, after, boundary)
                );
            }
        }
        await SendMergedAsync(pages, cancellation);
    }

    private async Task SendWholeRecordsAsync(
        List<TickRecord> backlog,
        CancellationToken cancellation
    )
    {
        var frame = new List<TickRecord>();
        var bytes = 0;
        foreach (var record in backlog)
        {
            frame.Add(record);
            bytes += record.Value.Length;
            if (bytes >= options.FrameBytesMax)
            {
                await writer.RecordsAsync(frame, history: true, cancellation);
                frame.Clear();
                bytes = 0;
            }
        }
        await writer.RecordsAsync(frame, history: true, cancellation);
    }

    private Task ReplayBacklogAsync(List<TickRecord> backlog, CancellationToken cancellation)
    {
        var pages = new List<PartitionPages>();
        foreach (var partition in backlog.GroupBy(record => record.Partition))
        {
            var rows = new List<StoredRow>();
            foreach (var record in partition.Where(r => scope.Wants(r.Symbol, r.Broker, r.Offset)))
            {
                StoredRows.Read(record, rows);
            }
            var through = (long)partition.Last().Offset;
            pages.Add(PartitionPages.FromMemory(partition.Key, rows, through));
        }
        return SendMergedAsync(pages, cancellation);
    }

    private async Task SendMergedAsync(List<PartitionPages> pages, CancellationToken cancellation)
    {
        var merge = new HistoryMerge(pages);
        while (await merge.NextAsync(cancellation) is { } next)
        {
            if (IsPaced)
            {
                await SendPacedRowAsync(next, cancellation);
            }
            else
            {
                AddRecord(next);
                if (writer.RowsAdded >= FrameRows)
                {
                    await writer.SendRowsAsync([], cancellation);
                }
            }
        }
        await writer.SendRowsAsync([], cancellation);
        foreach (var partition in pages)
        {
            cursor.Pass(partition.Partition, partition.Through);
        }
    }

    private void AddRecord(PartitionPages pages)
    {
        while (true)
        {
            var isLast = pages.IsLastOfRecord;
            AddIfWanted(pages.Row);
            var row = pages.Row;
            pages.Advance();
            if (isLast)
            {
                cursor.Pass(row.Partition, (long)row.Offset);
                return;
            }
        }
    }

    private async ValueTask SendPacedRowAsync(PartitionPages pages, CancellationToken cancellation)
    {
        var row = pages.Row;
        var isLast = pages.IsLastOfRecord;
        if (_pace.UntilDue(row.Tick.TimeUs) > TimeSpan.Zero)
        {
            await SendPartialAsync(cancellation);
            await WaitUntilDueAsync(row.Tick.TimeUs, cancellation);
        }
        AddIfWanted(row);
        pages.Advance();
        if (isLast)
        {
            cursor.Pass(row.Partition, (long)row.Offset);
            _partial.Remove(row.Partition);
        }
        else
        {
            _partial[row.Partition] = new PartialRecord
            {
                Position = new Position { Partition = row.Partition, Offset = row.Offset },
                Rows = row.Row + 1,
            };
        }
        if (writer.RowsAdded >= FrameRows)
        {
            await SendPartialAsync(cancellation);
        }
    }

    private ValueTask SendPartialAsync(CancellationToken cancellation) =>
        writer.SendRowsAsync(_partial.Values, cancellation);

    private async Task WaitUntilDueAsync(long timeUs, CancellationToken cancellation)
    {
        while (_pace.UntilDue(timeUs) is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait < request.Heartbeat ? wait : request.Heartbeat, cancellation);
            // Between two parts of a record a heartbeat's positions would say less than was sent.
            if (writer.IsSilentFor(request.Heartbeat) && _partial.Count == 0)
            {
                await writer.HeartbeatAsync(cancellation);
            }
        }
    }

    private void AddIfWanted(in StoredRow row)
    {
        if (
            scope.Wants(row.Symbol, row.Broker, row.Offset)
            && scope.WantsRow(row.Partition, row.Offset, row.Row, row.Tick.TimeUs)
        )
        {
            writer.AddRow(row);
        }
    }
}
