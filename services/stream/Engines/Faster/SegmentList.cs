namespace Platform.Stream.Engines.Faster;

/// <summary>The segments of a topic's log, oldest first. Safe for concurrent use.</summary>
internal sealed class SegmentList(
    string topic,
    SegmentFiles files,
    int pageBytes,
    FasterLogOptions options,
    List<Segment> segments
)
{
    private readonly object _gate = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return segments.Count;
            }
        }
    }

    /// <summary>Null while nothing was ever appended.</summary>
    public Segment? First
    {
        get
        {
            lock (_gate)
            {
                return segments.Count > 0 ? segments[0] : null;
            }
        }
    }

    public long SizeBytes
    {
        get
        {
            lock (_gate)
            {
                return segments.Sum(segment => files.SizeOnDisk(segment.Id));
            }
        }
    }

    public void Add(Segment segment)
    {
        lock (_gate)
        {
            segments.Add(segment);
        }
    }

    public Segment? Find(int id)
    {
        lock (_gate)
        {
            var at = segments.Count > 0 ? id - segments[0].Id : -1;
            return at >= 0 && at < segments.Count ? segments[at] : null;
        }
    }

    /// <summary>The segment that has the offset, or would get it.</summary>
    public Segment? Holding(int partition, long offset)
    {
        lock (_gate)
        {
            return segments.FindLast(s => s.Start.NextOffsets[partition] <= offset);
        }
    }

    public Segment? After(Segment segment) => Find(segment.Id + 1);

    /// <summary>Full segments before <paramref name="address"/> not written up yet.</summary>
    public List<Segment> ToSeal(long address)
    {
        lock (_gate)
        {
            return segments.FindAll(s => !s.Sealed && s.EndAddress < address);
        }
    }

    /// <summary>The segment's index, read or made again if need be.</summary>
    public SegmentIndex Index(Segment segment)
    {
        if (segment.Index is { } known)
        {
            return known;
        }
        var index =
            SegmentFacts.TryLoadIndex(
                files.IndexPath(segment.Id),
                segment,
                options.IndexIntervalBytes
            ) ?? Rebuild(segment).Index;
        segment.Index = index;
        TrimIndexes(keep: segment);
        return index;
    }

    /// <summary>Reads a full segment for what the files beside it should have said.</summary>
    public SegmentFacts Rebuild(Segment segment)
    {
        var index = new SegmentIndex(
            segment.Address,
            segment.Start.NextOffsets,
            options.IndexIntervalBytes
        );
        var ids = new List<RequestIdEntry>();
        using var file = files.OpenForRead(segment.Id);
        using var cursor = new LogCursor(
            file,
            segment.Address,
            segment.FirstRecordAddress,
            segment.EndAddress,
            pageBytes
        );
        while (cursor.Next() == ParseOutcome.Record)
        {
            var header = cursor.Header;
            if (header.Kind != RecordKind.Data)
            {
                continue;
            }
            var record = cursor.Record.Span;
            index.Observe(
                cursor.Address,
                header.Partition,
                header.Offset,
                RecordFormat.TimestampUs(header, record)
            );
            if (RecordFormat.RequestId(header, record) is var id && id != default)
            {
                ids.Add(new(id, header.Offset, header.AppendUs, header.Partition));
            }
        }
        return new SegmentFacts(index, [.. ids]);
    }

    /// <summary>
    /// Removes the oldest segments that retention no longer keeps; never the newest one. Answers
    /// them, each with a time no record of it is younger than.
    /// </summary>
    public List<(Segment Segment, long NewestUs)> RemoveExpired(
        TopicSettings settings,
        long nowUs,
        long visibleAddress
    )
    {
        var expired = new List<(Segment Segment, long NewestUs)>();
        lock (_gate)
        {
            var kept = segments.Count * (long)files.SegmentBytes;
            while (segments.Count > 1 && segments[1].FirstRecordAddress < visibleAddress)
            {
                var tooMuch =
                    settings.RetentionBytes is { } bytes && kept - files.SegmentBytes >= bytes;
                // All of a segment is older than the first record of the next.
                var tooOld =
                    settings.Retention is { } time
                    && nowUs - segments[1].Start.AppendUs > (long)time.TotalMicroseconds;
                if (!tooMuch && !tooOld)
                {
                    break;
                }
                kept -= files.SegmentBytes;
                expired.Add((segments[0], segments[1].Start.AppendUs));
                segments.RemoveAt(0);
            }
        }
        foreach (var (segment, _) in expired)
        {
            files.Delete(segment.Id);
        }
        return expired;
    }

    public LogDamagedException Damaged(Segment segment, long address) =>
        new(
            $"The log of topic '{topic}' is damaged at byte {address - segment.Address} of "
                + $"{files.LogPath(segment.Id)}: what is there is not what was written."
        );

    private void TrimIndexes(Segment keep)
    {
        lock (_gate)
        {
            var loaded = segments.Count(s => s.Sealed && s.Index is not null);
            foreach (var segment in segments)
            {
                if (loaded <= options.CachedIndexesMax)
                {
                    return;
                }
                if (segment != keep && segment.Sealed && segment.Index is not null)
                {
                    segment.Index = null;
                    loaded--;
                }
            }
        }
    }
}
