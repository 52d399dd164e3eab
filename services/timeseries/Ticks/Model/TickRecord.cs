namespace Platform.Timeseries.Ticks.Model;

/// <summary>
/// A record of the log as the hub keeps and shares it: rows of one symbol, encoded once, with the
/// position subscribers resume from.
/// </summary>
internal sealed class TickRecord
{
    /// <exception cref="InvalidDataException">The value is no tick record.</exception>
    public TickRecord(
        uint partition,
        ulong offset,
        long ingestUs,
        ReadOnlyMemory<byte> value,
        TextTable texts
    )
    {
        Partition = partition;
        Offset = offset;
        IngestUs = ingestUs;
        Value = value;
        var columns = new TickColumns(value.Span);
        Symbol = texts.Get(columns.Symbol);
        Broker = texts.Get(columns.Broker);
        AccountType = texts.Get(columns.AccountType);
        Rows = columns.Rows;
        FirstTimeUs = columns.TimeUs[0];
        LastTimeUs = columns.TimeUs[^1];
    }

    public uint Partition { get; }

    public ulong Offset { get; }

    public string Symbol { get; }

    public string Broker { get; }

    public string AccountType { get; }

    public int Rows { get; }

    /// <summary>Event time of the first row; rows need not be in order of time.</summary>
    public long FirstTimeUs { get; }

    public long LastTimeUs { get; }

    public long IngestUs { get; }

    /// <summary>When the hub handed it to its subscribers; 0 until then.</summary>
    public long PublishUs { get; set; }

    /// <summary>Where it came in the order of publishing; 0 for records read back from storage.</summary>
    public long Sequence { get; set; }

    /// <summary>No longer on its symbol's tape.</summary>
    public bool Evicted { get; set; }

    /// <summary>The bytes of a TickBatch.</summary>
    public ReadOnlyMemory<byte> Value { get; }
}
