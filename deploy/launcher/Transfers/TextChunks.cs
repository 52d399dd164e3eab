namespace Platform.Launcher.Transfers;

/// <summary>
/// Cuts lines into chunks at the ends of rows, the same way each time. A line end within quotes of CSV is
/// none; CSV's header goes before every chunk.
/// </summary>
internal sealed class TextChunks(System.IO.Stream source, bool isCsv, int chunkBytes)
{
    private const int RowBytesMax = 32 << 20;
    private byte[] _buffer = new byte[chunkBytes + (1 << 16)];
    private byte[] _header = [];
    private int _length;
    private bool _ended;
    private uint _number;
    private ulong _rows;

    public async IAsyncEnumerable<SourceChunk> ReadAsync()
    {
        if (isCsv)
        {
            await TakeHeaderAsync();
        }
        while (await NextAsync() is { } chunk)
        {
            yield return chunk;
        }
    }

    private async Task TakeHeaderAsync()
    {
        while (true)
        {
            await FillAsync();
            var (end, rows) = Cut(limit: 1);
            if (rows == 1 || _ended)
            {
                var length = rows == 1 ? end : _length;
                _header = rows == 1 ? _buffer[..end] : [.. _buffer[.._length], (byte)'\n'];
                Drop(length);
                return;
            }
            Grow();
        }
    }

    private async Task<SourceChunk?> NextAsync()
    {
        while (true)
        {
            await FillAsync();
            var (end, rows) = Cut(limit: chunkBytes);
            if (_ended && end < _length && end < chunkBytes)
            {
                // The last row has no line end.
                end = _length;
                rows++;
            }
            if (end > 0)
            {
                return Make(end, rows);
            }
            if (_ended && _length == 0)
            {
                return null;
            }
            Grow();
        }
    }

    private SourceChunk Make(int end, int rows)
    {
        var bytes = new byte[_header.Length + end];
        _header.CopyTo(bytes, 0);
        _buffer.AsSpan(0, end).CopyTo(bytes.AsSpan(_header.Length));
        Drop(end);
        var chunk = new SourceChunk(_number++, _rows, (ulong)rows, bytes);
        _rows += (ulong)rows;
        return chunk;
    }

    /// <summary>The end of the last row that begins before the limit, and the rows up to there.</summary>
    private (int End, int Rows) Cut(int limit)
    {
        var end = 0;
        var rows = 0;
        var quoted = false;
        for (var at = 0; at < _length; at++)
        {
            var one = _buffer[at];
            if (isCsv && one == '"')
            {
                quoted = !quoted;
            }
            else if (one == '\n' && !quoted)
            {
                end = at + 1;
                rows++;
                if (end >= limit)
                {
                    break;
                }
            }
        }
        return (end, rows);
    }

    private async Task FillAsync()
    {
        while (!_ended && _length < _buffer.Length)
        {
            var read = await source.ReadAsync(_buffer.AsMemory(_length));
            _ended = read == 0;
            _length += read;
        }
    }

    private void Drop(int count)
    {
        _buffer.AsSpan(count, _length - count).CopyTo(_buffer);
        _length -= count;
    }

    private void Grow()
    {
        if (_buffer.Length >= RowBytesMax)
        {
            throw new LaunchFailure(
                $"a row after row {_rows} does not end within {RowBytesMax >> 20} MiB: is a quote left open?"
            );
        }
        Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
