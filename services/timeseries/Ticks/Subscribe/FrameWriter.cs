using Grpc.Core;
using Platform.Common.V1;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Ticks.Subscribe;

/// <summary>
/// Makes the frames of one subscription and writes them, keeping the cursor: a frame's positions are
/// always what the subscriber has when it has read that frame.
/// </summary>
internal sealed class FrameWriter(
    IServerStreamWriter<EncodedFrame> stream,
    SemaphoreSlim? sharedBy,
    uint subscription,
    TickScope scope,
    Cursor cursor,
    TimeProvider clock
)
{
    private readonly EncodedFrame _frame = new() { Envelope = { Subscription = subscription } };
    private readonly TickRows _rows = new();
    private long _lastSentUs = MicroTime.Now(clock);

    public Cursor Cursor => cursor;

    /// <summary>Whether nothing was sent for this long.</summary>
    public bool IsSilentFor(TimeSpan span) =>
        MicroTime.Now(clock) - _lastSentUs >= span.TotalMicroseconds;

    public ValueTask ConfirmAsync(
        IEnumerable<string> symbols,
        IEnumerable<string> already,
        CancellationToken cancellation
    )
    {
        var confirmed = new Confirmed();
        confirmed.Symbols.AddRange(symbols);
        confirmed.AlreadySubscribed.AddRange(already);
        _frame.Envelope.Confirmed = confirmed;
        return SendControlAsync(cancellation);
    }

    public ValueTask CaughtUpAsync(CancellationToken cancellation)
    {
        _frame.Envelope.CaughtUp = new CaughtUp();
        return SendControlAsync(cancellation);
    }

    public ValueTask FellBehindAsync(CancellationToken cancellation)
    {
        _frame.Envelope.FellBehind = new FellBehind();
        return SendControlAsync(cancellation);
    }

    public ValueTask HeartbeatAsync(CancellationToken cancellation)
    {
        _frame.Envelope.Heartbeat = new Heartbeat();
        return SendControlAsync(cancellation);
    }

    /// <summary>Says which positions are passed over; the cursor moves behind them.</summary>
    public ValueTask SkippedAsync(
        IEnumerable<SkippedRange> ranges,
        ulong rows,
        SkipReason reason,
        CancellationToken cancellation
    )
    {
        var skipped = new Skipped { Rows = rows, Reason = reason };
        foreach (var range in ranges)
        {
            skipped.Ranges.Add(
                new PositionRange
                {
                    Partition = range.Partition,
                    FirstOffset = range.First,
                    LastOffset = range.Last,
                }
            );
            cursor.Pass(range.Partition, (long)range.Last);
        }
        _frame.Envelope.Skipped = skipped;
        cursor.TakeMoved(_frame.Envelope.Positions);
        return SendAsync(cancellation);
    }

    /// <summary>Live records, as many as were taken at once; nothing is sent when none is wanted.</summary>
    public async ValueTask RecordsAsync(
        List<TickRecord> records,
        bool history,
        CancellationToken cancellation
    )
    {
        foreach (var record in records)
        {
            if (
                cursor.Pass(record.Partition, (long)record.Offset)
                && scope.Wants(record.Symbol, record.Broker, record.Offset)
            )
            {
                AddRecord(record);
            }
        }
        _frame.History = history;
        await SendTicksAsync(cancellation);
    }

    /// <summary>The last row of each record, and how many rows were left out before them.</summary>
    public async ValueTask ConflatedAsync(
        List<TickRecord> records,
        ulong rowsLeftOut,
        CancellationToken cancellation
    )
    {
        foreach (var record in records)
        {
            cursor.Pass(record.Partition, (long)record.Offset);
            if (scope.Wants(record.Symbol, record.Broker, record.Offset))
            {
                AddLastRow(record);
            }
        }
        _frame.ConflatedRows = rowsLeftOut;
        FinishRows();
        await SendTicksAsync(cancellation);
    }

    public async ValueTask SnapshotAsync(
        IEnumerable<TickRecord> newest,
        CancellationToken cancellation
    )
    {
        foreach (var record in newest)
        {
            if (scope.Wants(record.Symbol, record.Broker, record.Offset))
            {
                AddLastRow(record);
            }
        }
        FinishRows();
        _frame.Snapshot = true;
        await SendTicksAsync(cancellation);
    }

    /// <summary>Adds a stored row to the frame being made.</summary>
    public void AddRow(in StoredRow row)
    {
        _rows.Add(row.Tick, row.Symbol, row.Broker, row.AccountType);
        _frame.Envelope.EventTimeUs = row.Tick.TimeUs;
        _frame.Envelope.IngestTimeUs = row.IngestUs;
    }

    public int RowsAdded => _rows.Count;

    /// <summary>Sends the rows added, if any; the cursor has been moved past their records.</summary>
    public async ValueTask SendRowsAsync(
        IEnumerable<PartialRecord> partial,
        CancellationToken cancellation
    )
    {
        if (_rows.Count == 0)
        {
            return;
        }
        FinishRows();
        _frame.History = true;
        _frame.Envelope.Partial.AddRange(partial);
        _frame.Envelope.PublishTimeUs = MicroTime.Now(clock);
        await SendTicksAsync(cancellation);
    }

    private void AddRecord(TickRecord record)
    {
        if (scope.WantsAllRows(record))
        {
            _frame.AddBatch(record.Value);
            _frame.Envelope.EventTimeUs = record.LastTimeUs;
        }
        else
        {
            AddWantedRows(record);
        }
        _frame.Envelope.IngestTimeUs = record.IngestUs;
        _frame.Envelope.PublishTimeUs = record.PublishUs;
    }

    private void AddWantedRows(TickRecord record)
    {
        var columns = new TickColumns(record.Value.Span);
        var volume = new ulong[columns.Rows];
        columns.CopyVolume(volume);
        for (var row = 0; row < columns.Rows; row++)
        {
            if (scope.WantsRow(record.Partition, record.Offset, (uint)row, columns.TimeUs[row]))
            {
                _rows.Add(
                    columns.RowAt(row, volume),
                    record.Symbol,
                    record.Broker,
                    record.AccountType
                );
                _frame.Envelope.EventTimeUs = columns.TimeUs[row];
            }
        }
        FinishRows();
    }

    private void AddLastRow(TickRecord record)
    {
        var columns = new TickColumns(record.Value.Span);
        var last = columns.Rows - 1;
        if (columns.TimeUs[last] < scope.MinTimeUs)
        {
            return;
        }
        var volume = new ulong[columns.Rows];
        columns.CopyVolume(volume);
        _rows.Add(columns.RowAt(last, volume), record.Symbol, record.Broker, record.AccountType);
        _frame.Envelope.EventTimeUs = record.LastTimeUs;
        _frame.Envelope.IngestTimeUs = record.IngestUs;
        _frame.Envelope.PublishTimeUs = record.PublishUs;
    }

    private void FinishRows()
    {
        if (_rows.Count > 0)
        {
            _frame.AddBatch(_rows.Encode());
            _rows.Clear();
        }
    }

    private ValueTask SendTicksAsync(CancellationToken cancellation)
    {
        if (!_frame.HasTicks)
        {
            // The cursor's move goes out with the next frame that has something to say.
            _frame.Clear();
            return ValueTask.CompletedTask;
        }
        cursor.TakeMoved(_frame.Envelope.Positions);
        return SendAsync(cancellation);
    }

    private ValueTask SendControlAsync(CancellationToken cancellation)
    {
        cursor.TakeAll(scope.Partitions, _frame.Envelope.Positions);
        return SendAsync(cancellation);
    }

    private async ValueTask SendAsync(CancellationToken cancellation)
    {
        try
        {
            if (sharedBy is not null)
            {
                await sharedBy.WaitAsync(cancellation);
            }
            try
            {
                await stream.WriteAsync(_frame, cancellation);
            }
            finally
            {
                sharedBy?.Release();
            }
        }
        finally
        {
            _frame.Clear();
        }
        _lastSentUs = MicroTime.Now(clock);
    }
}
