namespace Platform.ClickHouseHost.Engine;

/// <summary>A SELECT being read chunk by chunk. Its connection can do nothing else until it is disposed.</summary>
internal sealed class ResultStream(nint connection, nint handle) : IDisposable
{
    private nint stream = handle;

    /// <summary>The next chunk; one of length 0 is the end.</summary>
    public NativeResult Fetch() => NativeResult.Take(Chdb.StreamFetch(connection, stream));

    public void Dispose()
    {
        var owned = Interlocked.Exchange(ref stream, 0);
        if (owned != 0)
        {
            // Freeing a stream that was not cancelled leaves the engine holding a dangling pointer; cancelling a
            // finished one does nothing.
            Chdb.StreamCancel(connection, owned);
            Chdb.DestroyResult(owned);
        }
    }
}
