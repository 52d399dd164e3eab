namespace Platform.Stream.Engines.Faster;

/// <summary>One file of the log.</summary>
internal sealed class Segment(int id, int segmentBytes, SegmentStart start)
{
    /// <summary>The log library begins at this address, not at 0.</summary>
    public const int FirstAddress = 64;

    public int Id => id;

    public SegmentStart Start => start;

    /// <summary>The address of the file's first byte.</summary>
    public long Address => (long)id * segmentBytes;

    public long FirstRecordAddress => FirstRecord(id, segmentBytes);

    public long EndAddress => Address + segmentBytes;

    /// <summary>Null while it is not loaded.</summary>
    public SegmentIndex? Index { get; set; }

    /// <summary>
    /// Where in the window of request ids those of this segment begin and end. A call that goes
    /// over into the next segment is in both.
    /// </summary>
    public long FirstRequestId { get; set; }

    public long RequestIdsEnd { get; set; }

    /// <summary>The index file is written: all of the segment is durable.</summary>
    public bool Sealed { get; set; }

    public static long FirstRecord(int id, int segmentBytes) =>
        id == 0 ? FirstAddress : (long)id * segmentBytes;
}
