namespace Platform.ClickHouse.Http;

/// <summary>The bytes of one answer as they come; its end is kept in view, where a server writes what went wrong late.</summary>
internal sealed class RawStream(Exchange exchange, TimeSpan readTimeout) : IDisposable
{
    private const int PieceBytes = 128 * 1024;
    private const int TailBytes = 16 * 1024;

    private readonly TimedStream _timed = new(exchange.Body, readTimeout);
    private readonly byte[] _piece = new byte[PieceBytes];
    private readonly byte[] _tail = new byte[TailBytes];
    private int _tailLength;

    public Exchange Exchange => exchange;

    /// <summary>The next bytes, good until the next call; none at the end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken ct)
    {
        try
        {
            var length = await _timed.ReadAtLeastAsync(
                _piece,
                PieceBytes / 2,
                throwOnEndOfStream: false,
                ct
            );
            Keep(_piece.AsSpan(0, length));
            if (length < PieceBytes / 2 && LateErrorInTail() is { } error)
            {
                throw error;
            }
            return _piece.AsMemory(0, length);
        }
        catch (Exception e)
            when (e
                    is IOException
                        or InvalidDataException
                        or TimeoutException
                        or HttpRequestException
            )
        {
            throw LateErrorInTail() ?? Failed(e);
        }
    }

    public void Dispose()
    {
        _timed.Dispose();
        exchange.Dispose();
    }

    // Only what is framed by the tag of this very answer: bytes of data may read like an exception.
    private ClickHouseException? LateErrorInTail() =>
        exchange.ExceptionTag is { } tag
        && _tail.AsSpan(0, _tailLength).IndexOf("__exception__\r\n"u8) >= 0
            ? LateError.Find(
                _tail.AsSpan(0, _tailLength),
                tag,
                exchange.QueryId,
                exchange.Endpoint.Address
            )
            : null;

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= TailBytes)
        {
            bytes[^TailBytes..].CopyTo(_tail);
            _tailLength = TailBytes;
            return;
        }
        var kept = Math.Min(_tailLength, TailBytes - bytes.Length);
        _tail.AsSpan(_tailLength - kept, kept).CopyTo(_tail);
        bytes.CopyTo(_tail.AsSpan(kept));
        _tailLength = kept + bytes.Length;
    }

    private ClickHouseException Failed(Exception e) =>
        new($"The result of {exchange.Endpoint.Address} couldn't be read: {e.Message}", e)
        {
            Name = e is TimeoutException ? ClientErrors.TimedOut : ClientErrors.CutShort,
            IsTransient = true,
            IsEndpointFault = true,
            QueryId = exchange.QueryId,
            Endpoint = exchange.Endpoint.Address,
        };
}
