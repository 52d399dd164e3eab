namespace Platform.ClickHouse.Http;

/// <summary>Bounds the silence between two reads, with one timer for the whole stream.</summary>
internal sealed class TimedStream(Stream inner, TimeSpan timeout) : Stream
{
    private CancellationTokenSource _silence = new();

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        _silence.CancelAfter(timeout);
        var cancelled = cancellationToken.UnsafeRegister(
            static source => ((CancellationTokenSource)source!).Cancel(),
            _silence
        );
        try
        {
            return await inner.ReadAsync(buffer, _silence.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {timeout}", e);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // A connection torn down by cancelling may also report that as an error of its own.
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            await cancelled.DisposeAsync();
            if (!_silence.TryReset())
            {
                _silence.Dispose();
                _silence = new();
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _silence.Dispose();
        }
        base.Dispose(disposing);
    }
}
