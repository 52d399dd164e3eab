using System.Buffers;
using System.Runtime.InteropServices;

namespace Platform.ClickHouseHost.Engine;

/// <summary>What one call counted. Rows and bytes as X-ClickHouse-Summary names them.</summary>
internal record struct Progress(
    ulong ReadRows,
    ulong ReadBytes,
    ulong WrittenRows,
    ulong WrittenBytes,
    ulong ResultRows,
    ulong ResultBytes
)
{
    public static Progress operator +(Progress left, Progress right) =>
        new(
            left.ReadRows + right.ReadRows,
            left.ReadBytes + right.ReadBytes,
            left.WrittenRows + right.WrittenRows,
            left.WrittenBytes + right.WrittenBytes,
            left.ResultRows + right.ResultRows,
            left.ResultBytes + right.ResultBytes
        );
}

/// <summary>Bytes the engine produced, in its own memory until disposed.</summary>
internal sealed unsafe class NativeResult : MemoryManager<byte>, IDisposable
{
    private nint handle;

    private NativeResult(nint handle) => this.handle = handle;

    public int Length { get; private init; }

    public Progress Progress { get; private init; }

    /// <summary>The bytes; not to be touched after disposal.</summary>
    public ReadOnlyMemory<byte> Bytes => Length > 0 ? Memory : default;

    public void Dispose() => Dispose(disposing: true);

    /// <summary>Takes ownership of a chdb_result.</summary>
    /// <exception cref="EngineException">The result is an error; it is freed.</exception>
    public static NativeResult Take(nint handle)
    {
        ThrowIfError(handle, Chdb.ResultError(handle));
        var length = Chdb.ResultLength(handle);
        if (length > int.MaxValue)
        {
            Chdb.DestroyResult(handle);
            throw new EngineException(
                ErrorCode.TooManyRowsOrBytes,
                "TOO_MANY_ROWS_OR_BYTES",
                $"A result of {length} bytes can't be held in one piece; the limit is {int.MaxValue}. "
                    + "Ask for less, or for a streamed format such as JSONEachRow, TabSeparated or Native"
            );
        }

        return new NativeResult(handle)
        {
            Length = (int)length,
            Progress = new Progress(
                Chdb.ReadRows(handle),
                Chdb.ReadBytes(handle),
                Chdb.WrittenRows(handle),
                Chdb.WrittenBytes(handle),
                Chdb.ResultRows(handle),
                Chdb.ResultBytes(handle)
            ),
        };
    }

    /// <summary>Frees an error result and throws what it says; returns when there is no error.</summary>
    public static void ThrowIfError(nint handle, nint error)
    {
        if (error == 0)
        {
            return;
        }

        var text = Marshal.PtrToStringUTF8(error) ?? string.Empty;
        Chdb.DestroyResult(handle);
        throw ErrorText.Parse(text);
    }

    public override Span<byte> GetSpan() => new(Chdb.ResultBuffer(handle), Length);

    public override MemoryHandle Pin(int elementIndex = 0) =>
        new(Chdb.ResultBuffer(handle) + elementIndex, pinnable: this);

    public override void Unpin() { }

    protected override void Dispose(bool disposing)
    {
        var owned = Interlocked.Exchange(ref handle, 0);
        if (owned != 0)
        {
            Chdb.DestroyResult(owned);
        }
    }
}
