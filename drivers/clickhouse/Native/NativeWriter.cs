using System.Buffers;
using System.Text;

namespace Platform.ClickHouse.Native;

/// <summary>Writes Native blocks: small things through one pooled buffer, whole arrays straight to the stream.</summary>
internal sealed class NativeWriter(Stream stream) : IDisposable
{
    private const int BufferSize = 64 * 1024;

    // From here on a write of its own is cheaper than the copy.
    private const int DirectBytes = 8 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _used;

    public Span<byte> Free => _buffer.AsSpan(_used);

    public void Advance(int bytes) => _used += bytes;

    /// <summary>Makes room for a small value.</summary>
    public ValueTask EnsureAsync(int bytes, CancellationToken ct) =>
        _buffer.Length - _used >= bytes ? default : DrainAsync(ct);

    public ValueTask WriteArrayAsync<T>(ReadOnlyMemory<T> values, CancellationToken ct)
        where T : unmanaged
    {
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.Span);
        if (bytes.Length >= DirectBytes)
        {
            return WriteDirectAsync(CastMemory<T>.AsBytes(values), ct);
        }
        if (bytes.Length <= _buffer.Length - _used)
        {
            bytes.CopyTo(Free);
            _used += bytes.Length;
            return default;
        }
        return WriteAfterFlushAsync(values, ct);
    }

    public async ValueTask WriteVarUIntAsync(ulong value, CancellationToken ct)
    {
        await EnsureAsync(10, ct);
        _used += VarUInt.Write(Free, value);
    }

    public async ValueTask WriteUInt64Async(ulong value, CancellationToken ct)
    {
        await EnsureAsync(8, ct);
        BitConverter.TryWriteBytes(Free, value);
        _used += 8;
    }

    /// <summary>A name or a type.</summary>
    public async ValueTask WriteTextAsync(string text, CancellationToken ct)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        await WriteVarUIntAsync((ulong)length, ct);
        if (length <= BufferSize)
        {
            await EnsureAsync(length, ct);
            _used += Encoding.UTF8.GetBytes(text, Free);
            return;
        }
        await WriteDirectAsync(Encoding.UTF8.GetBytes(text), ct);
    }

    public async ValueTask WriteDirectAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        await DrainAsync(ct);
        await stream.WriteAsync(bytes, ct);
    }

    /// <summary>Hands the buffer to the stream, so that all of it is free again.</summary>
    public async ValueTask DrainAsync(CancellationToken ct)
    {
        if (_used > 0)
        {
            var used = _used;
            _used = 0;
            await stream.WriteAsync(_buffer.AsMemory(0, used), ct);
        }
    }

    public async ValueTask FlushAsync(CancellationToken ct)
    {
        await DrainAsync(ct);
        await stream.FlushAsync(ct);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _used = 0;
    }

    private async ValueTask WriteAfterFlushAsync<T>(ReadOnlyMemory<T> values, CancellationToken ct)
        where T : unmanaged
    {
        await DrainAsync(ct);
        await WriteArrayAsync(values, ct);
    }
}
