using System.Buffers;
using System.Text;

namespace Platform.ClickHouse.Native;

/// <summary>
/// Reads a stream of Native blocks through one pooled buffer. Large runs bypass the buffer. Keeps enough of what came last to
/// find the server's words when it fails in the middle of a result.
/// </summary>
internal sealed class NativeReader(Stream stream, NativeLimits limits) : IDisposable
{
    private const int BufferSize = 64 * 1024;

    // The server cuts the text of a late exception at 16 KiB.
    private const int TailSize = 20 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private byte[]? _tail;
    private int _start;
    private int _end;

    public NativeLimits Limits => limits;

    public ReadOnlySpan<byte> Buffered => _buffer.AsSpan(_start, _end - _start);

    public void Advance(int bytes) => _start += bytes;

    /// <summary>Reads until at least <paramref name="bytes"/> are buffered; false when the stream ends before.</summary>
    public async ValueTask<bool> TryEnsureAsync(int bytes, CancellationToken ct)
    {
        while (_end - _start < bytes)
        {
            if (_buffer.Length - _start < bytes)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
            }
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), ct);
            if (read == 0)
            {
                return false;
            }
            _end += read;
        }
        return true;
    }

    public ValueTask EnsureAsync(int bytes, CancellationToken ct) =>
        _end - _start >= bytes ? default : EnsureSlowAsync(bytes, ct);

    /// <summary>Adds whatever arrives next to the buffer, which must have room: all but a partial value is consumed.</summary>
    public ValueTask MoreAsync(CancellationToken ct) => EnsureAsync(_end - _start + 1, ct);

    public async ValueTask ReadExactlyAsync(Memory<byte> destination, CancellationToken ct)
    {
        var whole = destination;
        var buffered = Math.Min(_end - _start, destination.Length);
        Buffered[..buffered].CopyTo(destination.Span);
        _start += buffered;
        destination = destination[buffered..];
        while (destination.Length > 0)
        {
            // Below half a buffer one read can bring the next column's head along.
            if (destination.Length < BufferSize / 2)
            {
                _tail = null;
                await EnsureIntoTailAsync(whole[..^destination.Length], destination.Length, ct);
                Buffered[..destination.Length].CopyTo(destination.Span);
                _start += destination.Length;
                return;
            }
            int read;
            try
            {
                read = await stream.ReadAsync(destination, ct);
            }
            catch (Exception e) when (e is IOException or InvalidDataException)
            {
                KeepTail(whole.Span[..^destination.Length]);
                throw;
            }
            if (read == 0)
            {
                KeepTail(whole.Span[..^destination.Length]);
                throw new EndOfStreamException(
                    $"The result ended {destination.Length} bytes before the end of a column."
                );
            }
            destination = destination[read..];
        }
    }

    public async ValueTask<ulong> ReadVarUIntAsync(CancellationToken ct)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            await EnsureAsync(1, ct);
            var b = _buffer[_start++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }
        throw new InvalidDataException(
            "A length in the result is longer than 64 bits: it isn't in Native format."
        );
    }

    public async ValueTask<int> ReadCountAsync(int max, string what, CancellationToken ct)
    {
        var value = await ReadVarUIntAsync(ct);
        return value <= (ulong)max
            ? (int)value
            : throw new InvalidDataException(
                $"The result says {value} {what}, at most {max} are taken."
            );
    }

    public async ValueTask<ulong> ReadUInt64Async(CancellationToken ct)
    {
        await EnsureAsync(8, ct);
        var value = BitConverter.ToUInt64(Buffered);
        _start += 8;
        return value;
    }

    /// <summary>A name or a type.</summary>
    public async ValueTask<string> ReadTextAsync(CancellationToken ct)
    {
        var length = await ReadCountAsync(limits.NameBytes, "bytes of a name or type", ct);
        if (length <= BufferSize)
        {
            await EnsureAsync(length, ct);
            var text = Encoding.UTF8.GetString(Buffered[..length]);
            _start += length;
            return text;
        }
        var bytes = new byte[length];
        await ReadExactlyAsync(bytes, ct);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>What came last, for finding an exception's text in it: bytes already taken, then those still buffered.</summary>
    public byte[] TakeTail()
    {
        // Bytes before _start were consumed but still stand in the buffer.
        var from = Math.Max(0, _end - TailSize);
        var recent = _buffer.AsSpan(from, _end - from);
        return _tail is null ? recent.ToArray() : [.. _tail, .. recent];
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _end = 0;
    }

    private async ValueTask EnsureSlowAsync(int bytes, CancellationToken ct)
    {
        if (!await TryEnsureAsync(bytes, ct))
        {
            throw new EndOfStreamException("The result ended in the middle of a block.");
        }
    }

    private async ValueTask EnsureIntoTailAsync(
        ReadOnlyMemory<byte> taken,
        int bytes,
        CancellationToken ct
    )
    {
        try
        {
            await EnsureAsync(bytes, ct);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            KeepTail(taken.Span);
            throw;
        }
    }

    private void KeepTail(ReadOnlySpan<byte> taken) =>
        _tail = taken[^Math.Min(TailSize, taken.Length)..].ToArray();
}
