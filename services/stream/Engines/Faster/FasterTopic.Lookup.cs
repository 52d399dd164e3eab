namespace Platform.Stream.Engines.Faster;

/// <summary>Finding records by offset and by time.</summary>
internal sealed partial class FasterTopic
{
    /// <summary>Reading on from here meets the offset, which must not be removed.</summary>
    public long AddressBefore(int partition, long offset)
    {
        var segments = Segments;
        var segment = segments.Holding(partition, offset) ?? segments.First;
        if (segment is null)
        {
            return Segment.FirstAddress;
        }
        try
        {
            var address = segments.Index(segment).AddressBefore(partition, offset);
            return Math.Max(address, segment.FirstRecordAddress);
        }
        catch (FileNotFoundException)
        {
            // Retention was here a moment ago; the reader will notice what it misses.
            return segments.First!.FirstRecordAddress;
        }
    }

    /// <summary>The first offset whose record is not older; the next offset when none is.</summary>
    public long FindOffset(int partition, long timestampUs)
    {
        var (_, next, visible) = Ranges();
        var segments = Segments;
        for (var segment = segments.First; segment is not null; segment = segments.After(segment))
        {
            try
            {
                if (FindOffset(segments, segment, partition, timestampUs, visible) is { } offset)
                {
                    return offset;
                }
            }
            catch (FileNotFoundException)
            {
                // Removed by retention meanwhile.
            }
        }
        return next[partition];
    }

    public void ThrowIfClosed()
    {
        if (_closed)
        {
            throw new UnknownTopicException(Settings.Name);
        }
    }

    private long? FindOffset(
        SegmentList segments,
        Segment segment,
        int partition,
        long timestampUs,
        long visible
    )
    {
        var index = segments.Index(segment);
        var from = 0;
        while (index.BlockNotBefore(from, partition, timestampUs) is { } block)
        {
            using var file = _context.Files.OpenForRead(segment.Id);
            using var cursor = new LogCursor(
                file,
                segment.Address,
                block.From,
                Math.Min(visible, Math.Min(block.Until, segment.EndAddress)),
                _context.PageBytes
            );
            while (cursor.Next() == ParseOutcome.Record)
            {
                if (
                    cursor.Header is { Kind: RecordKind.Data } header
                    && header.Partition == partition
                    && RecordFormat.TimestampUs(header, cursor.Record.Span) >= timestampUs
                )
                {
                    return header.Offset;
                }
            }
            from = block.Block + 1;
        }
        return null;
    }
}
