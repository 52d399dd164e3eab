namespace Platform.Stream.Engines.Faster;

/// <summary>A call's records from the moment they are handed in until they are durable.</summary>
internal sealed class PendingAppend(ReadOnlyMemory<AppendRecord> records) : Append
{
    private readonly AppendedPosition[] _positions = new AppendedPosition[records.Length];
    private readonly TaskCompletionSource _durable = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private TaskCompletionSource? _sequenced;

    public override ReadOnlySpan<AppendedPosition> Positions => _positions;

    public override Task Durable => _durable.Task;

    public ReadOnlySpan<AppendRecord> Records => records.Span;

    public Span<AppendedPosition> Assigned => _positions;

    /// <summary>Offsets are assigned; the records only have to be copied into the log.</summary>
    public bool IsSequenced { get; set; }

    public long AppendUs { get; set; }

    /// <summary>Where in the window of request ids those of this call begin.</summary>
    public long FirstRequestId { get; set; }

    /// <summary>The last record that is no duplicate; -1 when all are.</summary>
    public int LastNew { get; set; } = -1;

    /// <summary>Records before this one are in the log's memory.</summary>
    public int Copied { get; set; }

    /// <summary>Whether a record of this call is in the log already.</summary>
    public bool Begun { get; set; }

    /// <summary>Durable once the log is durable up to here.</summary>
    public long End { get; set; }

    public long Bytes { get; private set; }

    public Task WaitSequenced()
    {
        foreach (ref readonly var record in Records)
        {
            Bytes += record.PayloadBytes;
        }
        _sequenced = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return _sequenced.Task;
    }

    public void SetSequenced() => _sequenced?.TrySetResult();

    public void SetDurable() => _durable.TrySetResult();

    public void Fail(Exception failure)
    {
        // Until the order is fixed the caller waits for that, and has nothing else to wait for.
        if (_sequenced?.TrySetException(failure) != true)
        {
            _durable.TrySetException(failure);
        }
    }
}
