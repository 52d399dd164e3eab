using System.Buffers;

namespace Platform.Stream.Engines;

/// <summary>Records in pooled memory. Dispose gives the memory back; use nothing of it after.</summary>
internal sealed class LogBatch(byte[] bytes, LogRecord[] records, int count) : IDisposable
{
    private byte[]? _bytes = bytes;

    public ReadOnlySpan<LogRecord> Records => records.AsSpan(0, count);

    public int Count => count;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _bytes, null) is not { } pooled)
        {
            return;
        }
        ArrayPool<byte>.Shared.Return(pooled);
        ArrayPool<LogRecord>.Shared.Return(records, clearArray: true);
    }
}
