using System.Buffers.Binary;

namespace Platform.Stream.Engines.Faster;

/// <summary>Steps from record to record over bytes of the log.</summary>
internal ref struct RecordParser
{
    private readonly ReadOnlySpan<byte> _window;
    private readonly long _windowAddress;
    private readonly int _pageBytes;

    public RecordParser(ReadOnlySpan<byte> window, long windowAddress, int pageBytes)
    {
        _window = window;
        _windowAddress = windowAddress;
        _pageBytes = pageBytes;
        Position = windowAddress;
    }

    /// <summary>Where the next record begins, or may.</summary>
    public long Position { get; private set; }

    /// <summary>Where in the window the record just read begins.</summary>
    public int RecordStart { get; private set; }

    public int RecordBytes { get; private set; }

    /// <summary>The record just read, without the log's length.</summary>
    public readonly ReadOnlySpan<byte> Record => _window.Slice(RecordStart, RecordBytes);

    /// <summary>The bytes from <see cref="Position"/> it takes to go on.</summary>
    public int BytesNeeded { get; private set; }

    public RecordFormat.Header Header { get; private set; }

    public ParseOutcome Next(long limit)
    {
        while (Position < limit)
        {
            var at = (int)(Position - _windowAddress);
            if (at + RecordFormat.LengthBytes > _window.Length)
            {
                BytesNeeded = RecordFormat.LengthBytes;
                return ParseOutcome.NeedsBytes;
            }
            var length = BinaryPrimitives.ReadInt32LittleEndian(_window[at..]);
            var pageEnd = (Position | (uint)(_pageBytes - 1)) + 1;
            if (length == 0)
            {
                // The rest of a page is left empty when the next record did not fit; a whole
                // page never is.
                if ((Position & (_pageBytes - 1)) == 0)
                {
                    return ParseOutcome.NoRecord;
                }
                Position = pageEnd;
                continue;
            }
            if (
                length < RecordFormat.HeaderBytes
                || length > _pageBytes
                || Position + RecordFormat.Footprint(length) > pageEnd
            )
            {
                return ParseOutcome.NoRecord;
            }
            if (at + RecordFormat.LengthBytes + length > _window.Length)
            {
                BytesNeeded = RecordFormat.LengthBytes + length;
                return ParseOutcome.NeedsBytes;
            }
            RecordStart = at + RecordFormat.LengthBytes;
            RecordBytes = length;
            if (!RecordFormat.TryVerify(Record, out var header))
            {
                return ParseOutcome.NoRecord;
            }
            Header = header;
            Position += RecordFormat.Footprint(length);
            return ParseOutcome.Record;
        }
        return ParseOutcome.AtLimit;
    }
}

internal enum ParseOutcome
{
    Record,

    /// <summary>The window ends before the record does.</summary>
    NeedsBytes,
    AtLimit,

    /// <summary>What is there is no whole record: the end of the log, or damage.</summary>
    NoRecord,
}
