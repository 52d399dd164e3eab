using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Platform.Stream.Engines.Faster;

/// <summary>Walks the records of one segment, one at a time, for lookups and recovery.</summary>
internal sealed class LogCursor(
    SafeFileHandle file,
    long segmentAddress,
    long from,
    long limit,
    int pageBytes
) : IDisposable
{
    private const int ChunkBytes = 256 * 1024;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
    private long _windowAddress = from;
    private int _windowBytes;
    private long _position = from;

    /// <summary>The address of the record just read.</summary>
    public long Address { get; private set; }

    /// <summary>The address after it.</summary>
    public long Position => _position;

    public RecordFormat.Header Header { get; private set; }

    public ReadOnlyMemory<byte> Record { get; private set; }

    /// <summary>
    /// Record, <see cref="ParseOutcome.AtLimit"/> or <see cref="ParseOutcome.NoRecord"/>.
    /// </summary>
    public ParseOutcome Next()
    {
        while (true)
        {
            var skip = (int)(_position - _windowAddress);
            var window = _buffer.AsSpan(0, _windowBytes);
            var parser = new RecordParser(
                skip < window.Length ? window[skip..] : [],
                _position,
                pageBytes
            );
            var outcome = parser.Next(limit);
            _position = parser.Position;
            switch (outcome)
            {
                case ParseOutcome.NeedsBytes:
                    if (!Fill(parser.BytesNeeded))
                    {
                        return ParseOutcome.NoRecord;
                    }
                    continue;
                case ParseOutcome.Record:
                    Header = parser.Header;
                    Record = _buffer.AsMemory(skip + parser.RecordStart, parser.RecordBytes);
                    Address = _windowAddress + skip + parser.RecordStart - RecordFormat.LengthBytes;
                    return ParseOutcome.Record;
                default:
                    return outcome;
            }
        }
    }

    private bool Fill(int needed)
    {
        if (needed > _buffer.Length)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(needed);
        }
        _windowAddress = _position;
        _windowBytes = RandomAccess.Read(file, _buffer, _position - segmentAddress);
        return _windowBytes >= needed;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
