using Platform.ClickHouse.Native;

namespace Platform.ClickHouse.Http;

/// <summary>The blocks of one answer, with the server's late errors and the connection's failures told apart.</summary>
internal sealed class BlockStream(Exchange exchange, TimeSpan readTimeout) : IDisposable
{
    private readonly TimedStream _timed = new(exchange.Body, readTimeout);
    private NativeReader? _reader;

    public Exchange Exchange => exchange;

    /// <summary>The next block, which the caller disposes; null at the end.</summary>
    public async ValueTask<Block?> NextAsync(CancellationToken ct)
    {
        var reader = _reader ??= new NativeReader(_timed, NativeLimits.Default);
        try
        {
            if (await AtErrorAsync(reader, ct))
            {
                throw await ReadErrorAsync(reader, ct);
            }
            return await NativeBlocks.ReadAsync(reader, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
            when (e
                    is IOException
                        or InvalidDataException
                        or TimeoutException
                        or ColumnTypeException
                        or HttpRequestException
            )
        {
            throw LateError.Find(
                reader.TakeTail(),
                exchange.ExceptionTag,
                exchange.QueryId,
                exchange.Endpoint.Address
            ) ?? Failed(e);
        }
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _timed.Dispose();
        exchange.Dispose();
    }

    // Looks at as much as tells, and waits for more only while it still might be an error.
    private static async ValueTask<bool> AtErrorAsync(NativeReader reader, CancellationToken ct)
    {
        if (
            !await reader.TryEnsureAsync(1, ct)
            || reader.Buffered[0] is not ((byte)'\r' or (byte)'_' or (byte)'C')
        )
        {
            return false;
        }
        await reader.TryEnsureAsync(LateError.HeadBytes, ct);
        return LateError.StartsAt(reader.Buffered);
    }

    private async ValueTask<ClickHouseException> ReadErrorAsync(
        NativeReader reader,
        CancellationToken ct
    )
    {
        try
        {
            const int TextMax = 32 * 1024;
            await reader.TryEnsureAsync(TextMax, ct);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException)
        {
            // A server that fails also breaks the connection, so that no one takes the answer for whole. Its words are what counts.
        }
        return LateError.Find(reader.Buffered, null, exchange.QueryId, exchange.Endpoint.Address)
            ?? Failed(new InvalidDataException("The result ends in an error without a text."));
    }

    private ClickHouseException Failed(Exception e)
    {
        var name = e switch
        {
            TimeoutException => ClientErrors.TimedOut,
            InvalidDataException or ColumnTypeException => ClientErrors.Malformed,
            _ => ClientErrors.CutShort,
        };
        var fault = name != ClientErrors.Malformed;
        return new($"The result of {exchange.Endpoint.Address} couldn't be read: {e.Message}", e)
        {
            Name = name,
            IsTransient = fault,
            IsEndpointFault = fault,
            QueryId = exchange.QueryId,
            Endpoint = exchange.Endpoint.Address,
        };
    }
}
