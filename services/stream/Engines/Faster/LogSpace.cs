using System.Numerics;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// Where the next record will lie. The log library puts a record at the tail, or on the next page
/// if it does not fit; knowing that beforehand, every segment is begun with its
/// <see cref="SegmentStart"/> and the disk reserved before a record is accepted. Used under the
/// log's lock.
/// </summary>
internal sealed class LogSpace(TopicLogContext context, RecoveredLog recovered)
{
    private static readonly TimeSpan FullRetryAfter = TimeSpan.FromMilliseconds(100);
    private readonly int _pageBytes = context.PageBytes;
    private readonly int _segmentBits = BitOperations.Log2((uint)context.Files.SegmentBytes);
    private int _reserved = recovered.IsEmpty ? -1 : LastSegment(context, recovered);
    private LogFullException? _full;
    private long _fullSince;

    public long Tail { get; private set; } = recovered.Tail;

    /// <summary>The segment being written; null before the first record.</summary>
    public Segment? Segment { get; private set; } =
        recovered.IsEmpty ? null : recovered.Segments.Find(LastSegment(context, recovered));

    public SpacePlan Plan() => new(this);

    /// <summary>Makes sure the disk has room for the plan; all or nothing.</summary>
    public void Reserve(in SpacePlan plan)
    {
        var wanted = plan.LastSegment;
        if (wanted <= _reserved)
        {
            return;
        }
        if (_full is not null && context.Time.GetElapsedTime(_fullSince) < FullRetryAfter)
        {
            throw _full;
        }
        try
        {
            while (_reserved < wanted)
            {
                context.Faults?.BeforeCreate?.Invoke(_reserved + 1);
                context.Files.Create(_reserved + 1);
                _reserved++;
            }
            _full = null;
        }
        catch (Exception failure) when (Posix.IsNoSpace(failure))
        {
            var what =
                $"a segment of {context.Files.SegmentBytes} bytes for topic "
                + $"'{context.Settings.Name}'";
            _full = new LogFullException(what, failure);
            _fullSince = context.Time.GetTimestamp();
            throw _full;
        }
        catch (IOException failure)
        {
            throw new LogUnavailableException(
                $"The log of topic '{context.Settings.Name}' can't grow: {failure.Message}",
                failure
            );
        }
    }

    /// <summary>What keeps the topic from growing, if anything.</summary>
    public LogFullException? Full => _full;

    /// <summary>Has the next segment made ahead when this one is half full.</summary>
    public void PrepareNext()
    {
        var used = Segment is null ? long.MaxValue : Tail - Segment.Address;
        if (_reserved <= (Segment?.Id ?? -1) && used > context.Files.SegmentBytes / 2)
        {
            context.Files.Spare.Prepare();
        }
    }

    /// <summary>Whether the next record of this size begins a segment.</summary>
    public bool NeedsSegment(int size) =>
        SegmentOf(Place(Tail, RecordFormat.Footprint(size))) != (Segment?.Id ?? -1);

    /// <summary>
    /// The size a segment's first record must have to lie at its start: too large for what is left
    /// of the page before.
    /// </summary>
    public int SegmentStartSize() => SegmentStartSize(Tail, Segment?.Id ?? -1);

    public void Started(SegmentStart start, long address, int size, long firstRequestId)
    {
        var segment = new Segment((Segment?.Id ?? -1) + 1, context.Files.SegmentBytes, start)
        {
            FirstRequestId = firstRequestId,
        };
        segment.Index = new SegmentIndex(
            segment.Address,
            start.NextOffsets,
            context.Options.IndexIntervalBytes
        );
        Took(address, size);
        if (address != segment.FirstRecordAddress)
        {
            throw Misplaced(address, segment.FirstRecordAddress);
        }
        Segment = segment;
        recovered.Segments.Add(segment);
    }

    public void Took(long address, int size)
    {
        var footprint = RecordFormat.Footprint(size);
        var expected = Place(Tail, footprint);
        if (address != expected)
        {
            throw Misplaced(address, expected);
        }
        Tail = address + footprint;
    }

    private int SegmentOf(long address) => (int)(address >> _segmentBits);

    private long Place(long tail, int footprint)
    {
        var used = (int)(tail & (_pageBytes - 1));
        return used + footprint > _pageBytes ? tail - used + _pageBytes : tail;
    }

    private int SegmentStartSize(long tail, int segment)
    {
        var size = SegmentStart.MinSize(context.Settings.Partitions);
        if (SegmentOf(tail) != segment)
        {
            return size;
        }
        var left = _pageBytes - (int)(tail & (_pageBytes - 1));
        return Math.Max(size, left - RecordFormat.LengthBytes + 1);
    }

    private static int LastSegment(TopicLogContext context, RecoveredLog recovered) =>
        (int)((recovered.Tail - 1) / context.Files.SegmentBytes);

    private static InvalidOperationException Misplaced(long address, long expected) =>
        new($"The log library put a record at {address} instead of {expected}.");

    /// <summary>Adds up where the records of a call will end.</summary>
    internal struct SpacePlan(LogSpace space)
    {
        private long _tail = space.Tail;

        public int LastSegment { get; private set; } = space.Segment?.Id ?? -1;

        public void Add(int footprint)
        {
            if (space.SegmentOf(space.Place(_tail, footprint)) != LastSegment)
            {
                var size = space.SegmentStartSize(_tail, LastSegment);
                var start = RecordFormat.Footprint(size);
                _tail = space.Place(_tail, start) + start;
                LastSegment++;
            }
            _tail = space.Place(_tail, footprint) + footprint;
        }
    }
}
