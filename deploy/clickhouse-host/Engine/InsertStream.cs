using System.Runtime.InteropServices;

namespace Platform.ClickHouseHost.Engine;

/// <summary>
/// An INSERT being fed with bytes of its format. What is not finished by <see cref="Done"/> is abandoned on disposal;
/// blocks that were already written stay, as on a server.
/// </summary>
internal sealed unsafe class InsertStream(nint handle) : IDisposable
{
    private nint stream = handle;
    private bool finished;

    /// <summary>Hands bytes to the engine, which copies them; blocks while it is behind.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return;
        }

        fixed (byte* pointer = data)
        {
            if (Chdb.StreamAppend(stream, pointer, (nuint)data.Length) != 0)
            {
                ThrowFailure();
            }
        }
    }

    /// <summary>Ends the data and commits; returns once the rows are in the table.</summary>
    public Progress Done()
    {
        finished = true;
        using var result = NativeResult.Take(Chdb.StreamDone(stream));
        return result.Progress;
    }

    public void Dispose()
    {
        var owned = Interlocked.Exchange(ref stream, 0);
        if (owned == 0)
        {
            return;
        }

        if (!finished)
        {
            Chdb.StreamCancelInsert(owned);
        }

        Chdb.DestroyInsertStream(owned);
    }

    // A failed append has the reason on the stream, except when the engine ended the insert without one: then
    // finishing it gives the reason.
    private void ThrowFailure()
    {
        var error = Chdb.StreamInsertError(stream);
        if (error != 0)
        {
            throw ErrorText.Parse(Marshal.PtrToStringUTF8(error) ?? string.Empty);
        }

        _ = Done();
        throw new EngineException(
            ErrorCode.LogicalError,
            "LOGICAL_ERROR",
            "The engine stopped reading the inserted data without saying why"
        );
    }
}
